/**
 * One trial: a plan over the candles of a market, and what came of it. The only way in which a sweep runs anything, on
 * one thread or on many machines; it says by which path. The columnar path is taken wherever it gives the same fills and
 * the same equity; the full pipeline runs the rest.
 */
import {createRunningHash, type RunningHash} from "../../core/hash.js";
import {candleTape, type TapeSeries} from "../../market-data/candle-tape.js";
import {type FinerCandles, withFinerCandles} from "../../market-data/finer-tape.js";
import {runBacktest} from "../backtest.js";
import {prepareColumns} from "../columnar/columnar-market.js";
import {supportsColumnar} from "../columnar/columnar-support.js";
import {createFactorColumnCache, type FactorColumnCache} from "../columnar/factor-column-cache.js";
import {runColumnar} from "../columnar/run-columnar.js";
import {createRunScratch, type RunScratch} from "../columnar/run-scratch.js";
import {createStrategyPipeline} from "../create-strategy-pipeline.js";
import type {StrategyPlan} from "../strategy-plan.js";
import {type CandleIdentity, createCandleIdentity} from "./candle-identity.js";
import {createCourseRecorder} from "./trial-course.js";
import {trialRange} from "./trial-range.js";
import {type TrialResult, trialResult} from "./trial-result.js";

export interface TrialCandles {
  readonly warmUp: readonly TapeSeries[];
  readonly traded: readonly TapeSeries[];
  /** Inside the traded candles, where the strategy's execution asks for them. */
  readonly finer: FinerCandles | null;
  /** Open times of the first and the last traded candle. */
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
}

export interface TrialRunner {
  run(plan: StrategyPlan, candles: TrialCandles): TrialResult;
}

/** Cuts of the candles whose columns and factor values are kept for the next trial. */
const KEPT_CUTS = 2;

export interface TrialRunnerOptions {
  /** Begins a SHA-256; the platform's own, where it has a quicker one. */
  readonly hash?: () => RunningHash;
}

/** Runs trials over one market's candles, one after the other; what they share is worked out once. */
export function createTrialRunner({hash = createRunningHash}: TrialRunnerOptions = {}): TrialRunner {
  const kept = new Map<string, FactorColumnCache>();
  const identity = createCandleIdentity();
  const scratch = createRunScratch();
  const columnsOf = (plan: StrategyPlan, candles: TrialCandles): FactorColumnCache => {
    const key = cutKey(plan, candles, identity);
    const found = kept.get(key) ?? createFactorColumns(plan, candles);
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > KEPT_CUTS) kept.delete(kept.keys().next().value as string);
    return found;
  };
  return {
    run: (plan, candles) =>
      supportsColumnar(plan) === null
        ? runColumnarTrial(plan, candles, {cache: columnsOf(plan, candles), scratch, hash})
        : runFullTrial(plan, candles)
  };
}

/** Through the full pipeline, every event made, with a sink that keeps fills and equity. */
export function runFullTrial(plan: StrategyPlan, {warmUp, traded, finer, ...ends}: TrialCandles): TrialResult {
  const {timeframe, startCapital} = plan.strategy;
  const pipeline = createStrategyPipeline(plan);
  pipeline.warmUp(candleTape(timeframe, warmUp));
  const recorder = createCourseRecorder();
  runBacktest({pipeline, tape: withFinerCandles(candleTape(timeframe, traded), finer), emit: recorder.take});
  return trialResult(recorder.course(Number(startCapital)), trialRange(plan, ends));
}

interface SharedByTrials {
  readonly cache: FactorColumnCache;
  readonly scratch: RunScratch;
  readonly hash: () => RunningHash;
}

function runColumnarTrial(
  plan: StrategyPlan,
  candles: TrialCandles,
  {cache, scratch, hash}: SharedByTrials
): TrialResult {
  const run = runColumnar(plan, cache.market, {cache, scratch});
  const {times, line, rejected, exposedMarks} = run;
  const course = {path: "columnar", times, line, fills: run.course(), rejected, exposedMarks} as const;
  return trialResult(course, trialRange(plan, candles), {hash});
}

function createFactorColumns(plan: StrategyPlan, {warmUp, traded}: TrialCandles): FactorColumnCache {
  const market = prepareColumns({timeframe: plan.strategy.timeframe, warmUp, traded});
  return createFactorColumnCache(market, {instruments: plan.instruments.map(({id}) => id)});
}

/** What is worked out for one cut belongs to these very candles, and to what the plan looks for among them. */
function cutKey(
  {strategy, instruments}: StrategyPlan,
  {warmUp, traded}: TrialCandles,
  identity: CandleIdentity
): string {
  const ids = instruments.map(({id}) => id);
  return JSON.stringify([strategy.timeframe, ids, identity.of(warmUp), identity.of(traded)]);
}
