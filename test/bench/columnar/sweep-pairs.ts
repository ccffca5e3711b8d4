/** A sweep as the sweep command runs it: one plan a parameter set, the factors calculated once for all of them. */
import type {StrategyConfiguration} from "../../../src/lib/configuration/strategy-configuration.js";
import type {ColumnarMarket} from "../../../src/lib/integration/columnar/columnar-market.js";
import type {ColumnarRun} from "../../../src/lib/integration/columnar/columnar-run.js";
import {createFactorColumnCache} from "../../../src/lib/integration/columnar/factor-column-cache.js";
import {runColumnar} from "../../../src/lib/integration/columnar/run-columnar.js";
import {createRunScratch} from "../../../src/lib/integration/columnar/run-scratch.js";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import {type TrialFigures, trialFigures} from "../../../src/lib/integration/sweep/trial-result.js";
import type {Instrument} from "../../../src/lib/vocabulary/instrument.js";
import {withAverages} from "./cross-market.js";

export interface SweepWork {
  readonly instruments: readonly Instrument[];
  readonly strategy: StrategyConfiguration;
  readonly pairs: readonly {fast: number; slow: number}[];
}

/** Hours of a year of 365 days. */
const PERIODS = 8_760;

/** What a person reads of a run, and a sweep ranks by. */
export function figuresOf(run: ColumnarRun): TrialFigures {
  const {times, line, rejected, exposedMarks} = run;
  return trialFigures({path: "columnar", times, line, fills: run.course(), rejected, exposedMarks}, PERIODS).figures;
}

/** @returns sums over all pairs, so that sweeps can be compared */
export function sweepPairs(market: ColumnarMarket, {instruments, strategy, pairs}: SweepWork) {
  const cache = createFactorColumnCache(market, {instruments: instruments.map(({id}) => id)});
  const scratch = createRunScratch();
  const sums = {equity: 0, fills: 0, sharpe: 0, fall: 0, wins: 0};
  for (const pair of pairs) {
    const run = runColumnar(planStrategy(withAverages(strategy, pair), instruments), market, {cache, scratch});
    const figures = figuresOf(run);
    sums.equity += figures.finalEquity ?? 0;
    sums.fills += figures.fills;
    sums.sharpe += figures.sharpe ?? 0;
    sums.fall += figures.maximumDrawdown ?? 0;
    sums.wins += Math.round((figures.winRate ?? 0) * figures.trades);
  }
  return sums;
}
