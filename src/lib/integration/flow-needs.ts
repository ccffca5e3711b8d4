/** What a strategy has a use for besides candles: what its orders fill from, what its factors look at, what it pays. */
import {DEFAULT_EXECUTION} from "../configuration/execution-configuration.js";
import type {StrategyConfiguration} from "../configuration/strategy-configuration.js";
import type {FlowNeeds} from "../market-data/market-flow.js";
import type {Timeframe} from "../vocabulary/timeframe.js";
import type {StrategyPlan} from "./strategy-plan.js";

/** `funding` is for factors that look at it; a perpetual pays it whether they do or not. */
export function flowNeeds({strategy, factors}: StrategyPlan): FlowNeeds {
  const {fills} = {...DEFAULT_EXECUTION, ...strategy.execution};
  const inputs = new Set(factors.flatMap((factor) => factor.inputs));
  return {
    trades: fills === "trades" || fills === "book-and-trades" || inputs.has("trades"),
    books: fills === "book" || fills === "book-and-trades" || inputs.has("book"),
    funding: inputs.has("funding"),
    figures: inputs.has("figures")
  };
}

/** Timeframe of the candles that orders are filled from; null where they are filled from trades or books. */
export function matchedTimeframe({execution, timeframe}: StrategyConfiguration): Timeframe | null {
  const {fills, finerTimeframe} = {...DEFAULT_EXECUTION, ...execution};
  return fills === "candles" ? (finerTimeframe ?? timeframe) : null;
}
