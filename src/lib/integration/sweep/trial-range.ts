/** The stretch of time a trial is measured over, from the plan and the candles it trades. */
import {candlesPerYear, timeframeMs} from "../../vocabulary/timeframe.js";
import type {StrategyPlan} from "../strategy-plan.js";
import type {TrialRange} from "./trial-result.js";

/** @param traded open times of the first and the last traded candle */
export function trialRange(
  {strategy}: StrategyPlan,
  traded: {readonly firstOpenTime: number; readonly lastOpenTime: number}
): TrialRange {
  const candleMs = timeframeMs(strategy.timeframe);
  return {
    from: traded.firstOpenTime,
    to: traded.lastOpenTime + candleMs,
    candleMs,
    periodsPerYear: candlesPerYear(strategy.timeframe)
  };
}
