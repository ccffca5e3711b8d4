/** How a strategy's orders are filled, as its YAML says it: the `execution` block, parsed. */
import type {Timeframe} from "../vocabulary/timeframe.js";
import type {FeeTier} from "./models/fee-tiers.js";
import type {ImpactModel} from "./models/market-impact.js";
import type {RiskLimits} from "./risk-checks.js";

/** Every rule set that a case of `papertape simulate` can name; not all of them can fill a strategy's orders. */
export const EXECUTION_RULE_SETS = [
  "papertape-1",
  "freqtrade-like",
  "freqtrade-dry-run",
  "next-open-all-in",
  "lean-immediate",
  "lean-gap",
  "volume-share"
] as const;
export type ExecutionRuleSet = (typeof EXECUTION_RULE_SETS)[number];

/** What orders are matched against. */
export const FILL_SOURCES = ["candles", "trades", "book", "book-and-trades"] as const;
export type FillSource = (typeof FILL_SOURCES)[number];

/** Distances as fractions of the entry's average price; null: no such order. */
export interface AttachedExits {
  readonly stopLoss: number | null;
  readonly takeProfit: number | null;
  /** Behind the best price since the entry. */
  readonly trailingStop: number | null;
}

/** Cross margin of linear perpetuals; spot accounts do not read it. */
export interface MarginTerms {
  /** Largest gross value of positions over equity when one is opened: the initial margin is its inverse. */
  readonly leverage: number;
  /** Share of the positions' value that equity may not fall below. */
  readonly maintenance: number;
  /** Fraction of the closed value, on top of the taker fee. */
  readonly liquidationFee: number;
}

export interface ExecutionRules {
  /** Name of the rule set, recorded with every order. */
  readonly rules: ExecutionRuleSet;
  readonly fills: FillSource;
  /** Candles inside the strategy's own that decide the path; null: the path is assumed. */
  readonly finerTimeframe: Timeframe | null;
  readonly candlePath: "adaptive" | "pessimistic" | "ohlc" | "olhc";
  readonly limitOnTouch: boolean;
  readonly spreadBps: number;
  readonly slippageBps: number;
  readonly impact: ImpactModel;
  readonly latencyMs: number;
  readonly volumeLimit: number | null;
  /** Null: the instrument's own rates. */
  readonly feeTiers: readonly FeeTier[] | null;
  readonly exits: AttachedExits;
  readonly margin: MarginTerms;
  readonly risk: RiskLimits;
}
