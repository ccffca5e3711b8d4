/** The candles that a sweep's trials run over, in memory that all threads share, and what a trial means on them. */
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import {planStrategy, requireTape, type StrategyPlan} from "../../lib/integration/strategy-plan.js";
import type {TrialCandles} from "../../lib/integration/sweep/run-trial.js";
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {cutTape} from "../workbench/tape-source.js";

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
}

export interface PlannedTrial {
  readonly plan: StrategyPlan;
  readonly candles: TrialCandles;
}

/** @throws OperatingError for a name or symbol that is not there, TAPE_EMPTY when nothing lies in the range */
export function planTrial({timeframes, from, to}: TrialMarket, strategy: StrategyConfiguration): PlannedTrial {
  const {timeframe, warmUpCandles} = strategy;
  const market = timeframes.find((entry) => entry.timeframe === timeframe);
  const plan = planStrategy(strategy, market?.instruments ?? []);
  const ids = new Set<string>(plan.instruments.map(({id}) => id));
  const series = (market?.series ?? []).filter(({instrument}) => ids.has(instrument));
  requireTape(plan, {timeframes: [timeframe], trades: false, books: false});
  const range = {...(from === null ? {} : {from}), ...(to === null ? {} : {to})};
  return {plan, candles: cutTape(series, {...range, timeframe, warmUpCandles})};
}
