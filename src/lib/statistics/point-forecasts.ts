// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Accuracy of expected returns (METHODS S9). Fractions, not percent. */
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, finitePairs, orNull} from "./column.js";
import {pearson, spearman} from "./correlation.js";
import {meanTest} from "./long-run-variance.js";
import {inverse} from "./matrix.js";
import {mean} from "./moments.js";
import {hacRegression, waldStatistic} from "./newey-west.js";

export interface PointForecastScores {
  readonly n: number;
  readonly dropped: number;
  readonly rankCorrelation: number | null;
  readonly correlation: number | null;
  readonly rootMeanSquaredError: number | null;
  readonly meanAbsoluteError: number | null;
  /** MAE over the MAE of the last realised value as forecast (Hyndman and Koehler 2006, step 1). */
  readonly scaledError: number | null;
  /** RMSE over the RMSE of the same no-change forecast (Theil's U2, as returns). */
  readonly theilU2: number | null;
  /** Mean error (forecast - realised) and its HAC t. */
  readonly bias: number | null;
  readonly biasT: number | null;
  readonly mincerZarnowitz: MincerZarnowitz | null;
  /** Mean realised return when the forecast is positive, and when it is negative. */
  readonly meanWhenLong: number | null;
  readonly meanWhenShort: number | null;
  /** Share of non-zero forecasts whose side earned more than the cost. */
  readonly costAdjustedHitRate: number | null;
}

export interface MincerZarnowitz {
  readonly intercept: number;
  readonly slope: number;
  /** HAC Wald of intercept 0 and slope 1, chi-squared with 2 degrees of freedom. */
  readonly waldStatistic: number | null;
  readonly waldP: number | null;
}

export interface PointForecastOptions {
  /** Lag of the HAC tests; an overlapping horizon's ceil(h / step) - 1. Default 0. */
  readonly lag?: number;
  /** Round-trip cost, a fraction. Default 0. */
  readonly cost?: number;
}

export function scorePointForecasts(
  expected: Column,
  realised: Column,
  {lag = 0, cost = 0}: PointForecastOptions = {}
): PointForecastScores {
  const {x, y, n, dropped} = finitePairs(expected, realised);
  const errors = x.map((value, i) => value - y[i]!);
  const naive = y.subarray(1).map((value, i) => value - y[i]!);
  const squared = mean(errors.map((value) => value * value));
  const absolute = mean(errors.map(Math.abs));
  const bias = meanTest(errors, {lag});
  return {
    n,
    dropped,
    rankCorrelation: orNull(spearman(x, y)),
    correlation: orNull(pearson(x, y)),
    rootMeanSquaredError: orNull(Math.sqrt(squared)),
    meanAbsoluteError: orNull(absolute),
    scaledError: orNull(absolute / mean(naive.map(Math.abs))),
    theilU2: orNull(Math.sqrt(squared / mean(naive.map((value) => value * value)))),
    bias: bias.mean,
    biasT: bias.t,
    mincerZarnowitz: mincerZarnowitz(x, y, lag),
    meanWhenLong: orNull(mean(y.filter((_, i) => x[i]! > 0))),
    meanWhenShort: orNull(mean(y.filter((_, i) => x[i]! < 0))),
    costAdjustedHitRate: costAdjusted(x, y, cost)
  };
}

/** realised = a + b forecast (Mincer and Zarnowitz 1969) with a HAC Wald test; null without spread in the forecasts. */
export function mincerZarnowitz(expected: Column, realised: Column, lag = 0): MincerZarnowitz | null {
  const regression = hacRegression(realised, [expected], {lag});
  if (regression === null) return null;
  const [intercept, slope] = [regression.fit.coefficients[0]!, regression.fit.coefficients[1]!];
  const wald = waldStatistic([intercept, slope - 1], inverse(regression.covariance));
  return {intercept, slope, waldStatistic: wald, waldP: wald === null ? null : chiSquaredUpper(wald, 2)};
}

function costAdjusted(x: Column, y: Column, cost: number): number | null {
  let calls = 0;
  let hits = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    calls++;
    if (Math.sign(x[i]!) * y[i]! > cost) hits++;
  }
  return orNull(hits / calls);
}
