/**
 * What stands against an execution block, said before anything runs: rule sets that cannot fill a strategy's orders,
 * choices that contradict each other, and data that the tape does not carry.
 */
import type {Instrument} from "../vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import type {ExecutionRuleSet, ExecutionRules, FillSource} from "./execution-rules.js";
import {feeTiersProblem} from "./models/fee-tiers.js";
import {accountOf} from "./trading-broker.js";

/** A sentence for the person who wrote the YAML; null when the strategy can be filled so. */
export function executionProblem(
  execution: ExecutionRules,
  {timeframe, instruments}: {readonly timeframe: Timeframe; readonly instruments: readonly Instrument[]}
): string | null {
  return (
    ruleSetProblem(execution) ??
    finerProblem(execution, timeframe) ??
    (execution.feeTiers === null ? null : feeTiersProblem(execution.feeTiers)) ??
    marginProblem(execution, instruments)
  );
}

/** Why a rule set cannot fill what a strategy asks for; null: it can. */
const NOT_FOR_STRATEGIES: Readonly<Record<ExecutionRuleSet, string | null>> = {
  "papertape-1": null,
  "lean-immediate": null,
  "lean-gap": null,
  "volume-share": null,
  "freqtrade-like": null,
  "freqtrade-dry-run": "it fills whole orders from books, which no tape of a strategy carries in full depth",
  "next-open-all-in":
    "it sizes orders by all the free cash and keeps each entry as a trade of its own, while a strategy sizes its own orders and nets them"
};

function ruleSetProblem({rules, fills, finerTimeframe, exits, margin}: ExecutionRules): string | null {
  const reason = NOT_FOR_STRATEGIES[rules];
  if (reason !== null) return `execution.rules ${rules} cannot fill a strategy's orders: ${reason}`;
  if (rules === "papertape-1") return null;
  if (fills !== "candles") return `execution.rules ${rules} fills from candles only, not from execution.fills ${fills}`;
  if (finerTimeframe !== null) {
    return `execution.rules ${rules} fills from the strategy's own candles: take execution.finerTimeframe away`;
  }
  if (margin.leverage > 1) return `execution.rules ${rules} knows no leverage: execution.margin.leverage has to be 1`;
  const hasExits = exits.stopLoss !== null || exits.takeProfit !== null || exits.trailingStop !== null;
  if (rules === "volume-share" && hasExits) {
    return "execution.rules volume-share knows no attached exits: take execution.exits away";
  }
  return null;
}

function finerProblem({finerTimeframe, fills}: ExecutionRules, timeframe: Timeframe): string | null {
  if (finerTimeframe === null) return null;
  if (fills !== "candles") return `execution.finerTimeframe belongs to execution.fills candles, not ${fills}`;
  const [coarse, fine] = [timeframeMs(timeframe), timeframeMs(finerTimeframe)];
  if (fine < coarse && coarse % fine === 0) return null;
  return `execution.finerTimeframe ${finerTimeframe} has to divide the strategy's ${timeframe} and be shorter`;
}

function marginProblem({margin}: ExecutionRules, instruments: readonly Instrument[]): string | null {
  if (margin.leverage > 1 && accountOf(instruments) === "spot") {
    return `execution.margin.leverage ${margin.leverage} needs perpetuals: a spot account spends only what is there`;
  }
  if (margin.maintenance * margin.leverage < 1) return null;
  return `execution.margin.maintenance ${margin.maintenance} has to be below the initial margin, 1 / leverage = ${1 / margin.leverage}`;
}

/** What a tape has of each instrument. */
export interface TapeContents {
  /** Timeframes of its candles. */
  readonly timeframes: readonly string[];
  readonly trades: boolean;
  readonly books: boolean;
}

const NEEDS: Readonly<Record<FillSource, {readonly trades: boolean; readonly books: boolean}>> = {
  candles: {trades: false, books: false},
  trades: {trades: true, books: false},
  book: {trades: false, books: true},
  "book-and-trades": {trades: true, books: true}
};

/** What the execution block needs and the tape lacks; null when everything is there. */
export function tapeLack({fills, finerTimeframe}: ExecutionRules, tape: TapeContents): string | null {
  const needs = NEEDS[fills];
  const instead = "; load or import them and take a new snapshot, or fill from candles with execution.fills: candles";
  if (needs.trades && !tape.trades) return `execution.fills ${fills} needs trades, and this tape has none${instead}`;
  if (needs.books && !tape.books) return `execution.fills ${fills} needs order books, and this tape has none${instead}`;
  if (finerTimeframe === null || tape.timeframes.includes(finerTimeframe)) return null;
  return `execution.finerTimeframe needs ${finerTimeframe} candles, and this tape has ${tape.timeframes.join(", ") || "none"}`;
}

/** By which rules orders were filled, for a result: `papertape-1 on candles, path adaptive`. */
export function executionLabel({rules, fills, finerTimeframe, candlePath}: ExecutionRules): string {
  if (rules !== "papertape-1") return `${rules} on candles`;
  if (fills !== "candles") return `${rules} on ${fills.replaceAll("-", " ")}`;
  const inside = finerTimeframe === null ? "" : `${finerTimeframe} `;
  return `${rules} on ${inside}candles, path ${candlePath}`;
}
