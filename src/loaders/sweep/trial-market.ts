/** The candles that a sweep's trials run over, in memory that all threads share, and what a trial means on them. */
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import {planStrategy, requireTape, type StrategyPlan} from "../../lib/integration/strategy-plan.js";
import type {TrialCandles} from "../../lib/integration/sweep/run-trial.js";
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import type {FinerCandles} from "../../lib/market-data/finer-tape.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {contentsOf, cutTape} from "../workbench/tape-source.js";

/** May be sent to a thread: plain values and shared memory. */
export interface TrialMarket {
  readonly snapshot: string;
  readonly isSimulated: boolean;
  readonly timeframes: readonly TimeframeMarket[];
  /** Open time of the first traded candle and the time the tape ends; null: wherever the candles do. */
  readonly from: number | null;
  readonly to: number | null;
}

export interface TimeframeMarket {
  readonly timeframe: Timeframe;
  /** All that have candles of the timeframe. */
  readonly instruments: readonly Instrument[];
  /** Of those that some trial trades. */
  readonly series: readonly TapeSeries[];
  /** Candles inside these, for trials whose orders are filled along them. */
  readonly finer: readonly FinerCandles[];
}

export interface PlannedTrial {
  readonly plan: StrategyPlan;
  readonly candles: TrialCandles;
}

/**
 * @throws OperatingError for a name or symbol that is not there, TAPE_EMPTY when nothing lies in the range, and for a
 * strategy whose orders are filled from what the snapshot has not
 */
export function planTrial({timeframes, from, to}: TrialMarket, strategy: StrategyConfiguration): PlannedTrial {
  const {timeframe, warmUpCandles, execution} = strategy;
  const market = timeframes.find((entry) => entry.timeframe === timeframe);
  const plan = planStrategy(strategy, market?.instruments ?? []);
  const ids = new Set<string>(plan.instruments.map(({id}) => id));
  const series = (market?.series ?? []).filter(({instrument}) => ids.has(instrument));
  const range = {...(from === null ? {} : {from}), ...(to === null ? {} : {to})};
  const finer = market?.finer.find((candles) => candles.timeframe === execution.finerTimeframe) ?? null;
  const inside = finer === null ? null : {...finer, series: finer.series.filter(({instrument}) => ids.has(instrument))};
  const candles = cutTape(series, {...range, timeframe, warmUpCandles, finer: inside});
  requireTape(plan, contentsOf(candles, timeframe));
  return {plan, candles};
}
