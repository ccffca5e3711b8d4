/** All that is known about one instrument at the close to be decided. */
import type {Instrument} from "../vocabulary/instrument.js";
import type {Consensus} from "./consensus.js";
import type {DecisionConfiguration} from "./decision-configuration.js";
import type {RiskView} from "./limits/risk-limit.js";
import type {OrderGrid} from "./order-amount.js";
import type {Holding} from "./portfolio.js";
import type {RuleView} from "./rules/rule-view.js";

export type TradingState = "active" | "reducing" | "halted";

export interface Situation {
  readonly instrument: Instrument;
  readonly grid: OrderGrid;
  readonly configuration: DecisionConfiguration;
  readonly state: TradingState;
  readonly isFlattening: boolean;
  readonly isOrderPending: boolean;
  readonly close: number;
  readonly holding: Holding;
  readonly equity: number | null;
  /** Null when no agent spoke. */
  readonly consensus: Consensus | null;
  /** What the strategy's rules say; null for a strategy that listens to agents. */
  readonly rules: RuleView | null;
  /** Whether any agent has ever spoken about the instrument. */
  readonly hasSpoken: boolean;
  /** Why the data forbid new positions; null when they are sound. */
  readonly dataFlaw: "data-gap" | "stale-data" | null;
  readonly costBps: number;
  readonly confidence: number;
  readonly candleVolatility: number | null;
  readonly candlesPerYear: number;
  /** Asked for only when a position is wanted. */
  riskView(): RiskView;
}

export function canShort({instrument, configuration}: Pick<Situation, "instrument" | "configuration">): boolean {
  return configuration.allowShort && instrument.kind === "perpetual";
}
