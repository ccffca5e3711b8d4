/**
 * One trial: a plan over the candles of a market, and what came of it. The only way in which a sweep runs anything, on
 * one thread or on many machines; it says by which path.
 */
import {candleTape, type TapeSeries} from "../../market-data/candle-tape.js";
import {runBacktest} from "../backtest.js";
import {createStrategyPipeline} from "../create-strategy-pipeline.js";
import type {StrategyPlan} from "../strategy-plan.js";
import {createCourseRecorder} from "./trial-course.js";
import {trialRange} from "./trial-range.js";
import {type TrialResult, trialResult} from "./trial-result.js";

export interface TrialCandles {
  readonly warmUp: readonly TapeSeries[];
  readonly traded: readonly TapeSeries[];
  /** Open times of the first and the last traded candle. */
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
}

export function runTrial(plan: StrategyPlan, candles: TrialCandles): TrialResult {
  return runFullTrial(plan, candles);
}

/** Through the full pipeline, every event made, with a sink that keeps fills and equity. */
export function runFullTrial(plan: StrategyPlan, {warmUp, traded, ...ends}: TrialCandles): TrialResult {
  const {timeframe, startCapital} = plan.strategy;
  const pipeline = createStrategyPipeline(plan);
  pipeline.warmUp(candleTape(timeframe, warmUp));
  const recorder = createCourseRecorder();
  runBacktest({pipeline, tape: candleTape(timeframe, traded), emit: recorder.take});
  return trialResult(recorder.course(Number(startCapital)), trialRange(plan, ends));
}
