// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Walk-forward (METHODS L5, O8): the best parameters of the past trade the next stretch, and so on; only what the chosen
 * ones earned after they were chosen counts. Between training and test as many candles are left out as a label and the
 * embargo reach.
 */
import {walkForwardEfficiency, walkForwardFolds} from "../../statistics/walk-forward.js";
import {type ReturnFigures, returnFigures, scoreOfReturns} from "./criterion.js";
import {chooseOn, type FoldMarket, pick} from "./fold-selection.js";

export interface WalkForwardPlan {
  /** anchored: training from the first candle on; rolling: as many candles as `train`. */
  readonly kind: "anchored" | "rolling";
  /** Candles. */
  readonly train: number;
  readonly test: number;
}

export interface WalkForwardFold {
  /** Epoch milliseconds, end not included. */
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
  /** Number of the chosen trial; null when none could be. */
  readonly chosen: number | null;
  /** The criterion over training and test, more is better. */
  readonly inSample: number | null;
  readonly outOfSample: number | null;
}

export type WalkForward =
  | {readonly isDefined: false; readonly reason: string}
  | {
      readonly isDefined: true;
      readonly kind: WalkForwardPlan["kind"];
      /** Candles between training and test. */
      readonly gapCandles: number;
      readonly folds: readonly WalkForwardFold[];
      /** Of all tests, one after the other. A fold without a choice stays out of the market. */
      readonly outOfSample: ReturnFigures;
      /** Mean annual return of the chosen in training. */
      readonly inSampleAnnualReturn: number | null;
      /** Annual return after over before the choice; null when it was not positive before. */
      readonly efficiency: number | null;
      /** How often the choice changed from one fold to the next. */
      readonly changes: number;
    };

export function walkForward(market: FoldMarket, plan: WalkForwardPlan): WalkForward {
  const {columns, steps, stepMs, candleMs, horizonCandles, embargoCandles, periods} = market;
  const inSteps = (candles: number) => Math.ceil((candles * candleMs) / stepMs);
  const embargo = inSteps(horizonCandles + embargoCandles);
  const initial = inSteps(plan.train);
  const step = inSteps(plan.test);
  if (initial <= embargo)
    return undefinedFor(
      `training over ${plan.train} candles leaves nothing once ${horizonCandles + embargoCandles} are purged`
    );
  if (initial >= steps.length)
    return undefinedFor(
      `the range has ${Math.floor((steps.length * stepMs) / candleMs)} candles: nothing is left to test`
    );
  const parts = walkForwardFolds({n: steps.length, initial, step, kind: plan.kind, embargo});
  const earned: Float64Array[] = [];
  const annual: number[] = [];
  const folds = parts.map(({train, test}): WalkForwardFold => {
    const {trial, score} = chooseOn(market, train);
    const outside = trial === null ? new Float64Array(test.length) : pick(columns[trial]!, test);
    earned.push(outside);
    if (trial !== null) annual.push(returnFigures(pick(columns[trial]!, train), periods).annualReturn ?? Number.NaN);
    return {
      ...boundsOf(market, train, test),
      chosen: trial,
      inSample: score,
      outOfSample: trial === null ? null : scoreOfReturns(outside, market)
    };
  });
  const outOfSample = returnFigures(Float64Array.from(earned.flatMap((part) => [...part])), periods);
  const inSampleAnnualReturn =
    annual.length === 0 ? null : annual.reduce((sum, value) => sum + value, 0) / annual.length;
  return {
    isDefined: true,
    kind: plan.kind,
    gapCandles: (embargo * stepMs) / candleMs,
    folds,
    outOfSample,
    inSampleAnnualReturn: Number.isFinite(inSampleAnnualReturn) ? inSampleAnnualReturn : null,
    efficiency: efficiencyOf(inSampleAnnualReturn, outOfSample.annualReturn),
    changes: folds.filter(({chosen}, index) => index > 0 && chosen !== folds[index - 1]!.chosen).length
  };
}

function efficiencyOf(inSample: number | null, outOfSample: number | null): number | null {
  return inSample === null || outOfSample === null ? null : walkForwardEfficiency({inSample, outOfSample});
}

function boundsOf({from, stepMs, steps}: FoldMarket, train: Int32Array, test: Int32Array) {
  const start = (row: number) => from + steps[row]! * stepMs;
  return {
    trainFrom: start(train[0]!),
    trainTo: start(train[train.length - 1]!) + stepMs,
    testFrom: start(test[0]!),
    testTo: start(test[test.length - 1]!) + stepMs
  };
}

function undefinedFor(reason: string): WalkForward {
  return {isDefined: false, reason};
}
