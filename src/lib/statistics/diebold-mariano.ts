// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Comparing two forecasters by their losses (METHODS T-1): Diebold-Mariano, Giacomini-White, Clark-West. */
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, finitePairs, orNull} from "./column.js";
import {longRunVariance, type MeanTest, meanTest} from "./long-run-variance.js";
import {inverse, matrix} from "./matrix.js";
import {isDegenerate, mean} from "./moments.js";
import {normalCdf, normalTwoSided} from "./normal-distribution.js";
import {studentTwoSided} from "./student-t-distribution.js";

export interface DieboldMariano {
  readonly n: number;
  readonly dropped: number;
  readonly horizon: number;
  /** Mean of first - second loss: negative when the first forecaster is better. */
  readonly meanDifference: number | null;
  /** Uniform kernel with h - 1 lags; Bartlett when that is not positive. */
  readonly statistic: number | null;
  readonly p: number | null;
  /** Harvey, Leybourne and Newbold's (1997) small-sample form, t with T - 1 degrees of freedom. */
  readonly adjusted: number | null;
  readonly adjustedP: number | null;
  /** Bartlett kernel throughout. */
  readonly bartlett: number | null;
  readonly fellBack: boolean;
}

/** Null statistics when the losses are equal throughout. @param horizon of the forecasts, in steps */
export function dieboldMariano(first: Column, second: Column, horizon = 1): DieboldMariano {
  const {x, y, n, dropped} = finitePairs(first, second);
  const d = x.map((value, i) => value - y[i]!);
  const lag = horizon - 1;
  const centre = mean(d);
  const uniform = longRunVariance(d, {lag, kernel: "uniform"});
  const bartlett = longRunVariance(d, {lag});
  const fellBack = !(uniform > 0);
  const ratio = (spread: number) => {
    const error = Math.sqrt(spread / n);
    return n < 2 || isDegenerate(Math.sqrt(spread), centre) || !(spread > 0) ? Number.NaN : centre / error;
  };
  const statistic = ratio(fellBack ? bartlett : uniform);
  const adjusted = statistic * Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n);
  return {
    n,
    dropped,
    horizon,
    meanDifference: orNull(centre),
    statistic: orNull(statistic),
    p: orNull(normalTwoSided(statistic)),
    adjusted: orNull(adjusted),
    adjustedP: orNull(studentTwoSided(adjusted, n - 1)),
    bartlett: orNull(ratio(bartlett)),
    fellBack
  };
}

export interface GiacominiWhite {
  readonly n: number;
  readonly statistic: number | null;
  readonly p: number | null;
}

/** Conditional predictive ability (2006), one step ahead: n zbar' S^-1 zbar with z = (1, d_{t-1}) d_t, chi-squared(2). */
export function giacominiWhite(first: Column, second: Column): GiacominiWhite {
  const {x, y} = finitePairs(first, second);
  const d = x.map((value, i) => value - y[i]!);
  const n = d.length - 1;
  const s = matrix(2, 2);
  const sums = [0, 0];
  for (let t = 1; t <= n; t++) {
    const z = [d[t]!, d[t - 1]! * d[t]!];
    for (let a = 0; a < 2; a++) {
      sums[a]! += z[a]! / n;
      for (let b = 0; b < 2; b++) s.values[a * 2 + b]! += (z[a]! * z[b]!) / n;
    }
  }
  const inverted = n > 2 ? inverse(s) : null;
  if (inverted === null) return {n, statistic: null, p: null};
  let statistic = 0;
  for (let a = 0; a < 2; a++)
    for (let b = 0; b < 2; b++) statistic += n * sums[a]! * inverted.values[a * 2 + b]! * sums[b]!;
  return {n, statistic: orNull(statistic), p: orNull(chiSquaredUpper(statistic, 2))};
}

export interface ClarkWest extends MeanTest {
  /** One-sided: the larger model predicts better. */
  readonly pGreater: number | null;
}

/**
 * Nested models (2007): f = (y - b)^2 - [(y - m)^2 - (b - m)^2] with benchmark b and model m, one-sided HAC t of its mean.
 */
export function clarkWest(
  realised: Column,
  {benchmark, model}: {readonly benchmark: Column; readonly model: Column},
  lag = 0
): ClarkWest {
  const f = Float64Array.from(realised, (y, i) => {
    const [b, m] = [benchmark[i]!, model[i]!];
    return (y - b) ** 2 - ((y - m) ** 2 - (b - m) ** 2);
  });
  const test = meanTest(f, {lag});
  return {...test, pGreater: test.t === null ? null : normalCdf(-test.t)};
}

export interface OutOfSample {
  readonly n: number;
  readonly dropped: number;
  /** 1 - sum (y - yhat)^2 / sum (y - benchmark)^2 (Campbell and Thompson 2008). */
  readonly rSquared: number | null;
  readonly clarkWest: ClarkWest;
}

/** Against the expanding mean of past outcomes, which is the benchmark from the second case on (METHODS I13). */
export function outOfSampleFit(realised: Column, predicted: Column, lag = 0): OutOfSample {
  const {x: y, y: model, n, dropped} = finitePairs(realised, predicted);
  const benchmark = new Float64Array(n).fill(Number.NaN);
  let total = 0;
  for (let t = 0; t < n; t++) {
    if (t > 0) benchmark[t] = total / t;
    total += y[t]!;
  }
  let own = 0;
  let other = 0;
  for (let t = 1; t < n; t++) {
    own += (y[t]! - model[t]!) ** 2;
    other += (y[t]! - benchmark[t]!) ** 2;
  }
  return {
    n: Math.max(0, n - 1),
    dropped,
    rSquared: other > 0 ? orNull(1 - own / other) : null,
    clarkWest: clarkWest(y.subarray(1), {benchmark: benchmark.subarray(1), model: model.subarray(1)}, lag)
  };
}
