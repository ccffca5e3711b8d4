// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Heteroskedasticity- and autocorrelation-consistent inference for least squares (METHODS T-5). */
import {orNull} from "./column.js";
import {type LeastSquares, leastSquares} from "./least-squares.js";
import type {LagKernel} from "./long-run-variance.js";
import {type Matrix, matrix, multiply} from "./matrix.js";
import {normalTwoSided} from "./normal-distribution.js";
import {studentTwoSided} from "./student-t-distribution.js";

export interface HacOptions {
  readonly lag: number;
  /** Default "bartlett" (Newey-West); "uniform" is Hansen-Hodrick. */
  readonly kernel?: LagKernel;
  /** Multiplies by n / (n - k). Default false. */
  readonly smallSample?: boolean;
}

/** (X'X)^-1 S (X'X)^-1, S = sum u^2 x x' + sum_l w_l (cross terms + transposed). Lag 0 is HC0. */
export function hacCovariance(fit: LeastSquares, options: HacOptions): Matrix {
  const scores = scoresOf(fit);
  const meat = longRunScores(scores, options);
  const sandwich = multiply(multiply(fit.inverseGram, meat), fit.inverseGram);
  const scale = options.smallSample ? fit.n / (fit.n - fit.k) : 1;
  return {...sandwich, values: sandwich.values.map((value) => value * scale)};
}

/** Scores x_t u_t, n x k. */
export function scoresOf(fit: LeastSquares): Matrix {
  const made = matrix(fit.n, fit.k);
  for (let i = 0; i < fit.n; i++)
    for (let j = 0; j < fit.k; j++) made.values[i * fit.k + j] = fit.design.values[i * fit.k + j]! * fit.residuals[i]!;
  return made;
}

/** Kernel-weighted sum of the scores' cross products (not divided by n). */
export function longRunScores(scores: Matrix, {lag, kernel = "bartlett"}: HacOptions): Matrix {
  const {rows: n, columns: k, values} = scores;
  const made = matrix(k, k);
  for (let l = 0; l <= Math.min(lag, n - 1); l++) {
    const weight = kernel === "bartlett" ? 1 - l / (lag + 1) : 1;
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++) {
        let total = 0;
        for (let i = l; i < n; i++) total += values[i * k + a]! * values[(i - l) * k + b]!;
        made.values[a * k + b]! += weight * total;
        if (l > 0) made.values[b * k + a]! += weight * total;
      }
  }
  return made;
}

export interface CoefficientTest {
  readonly value: number;
  readonly standardError: number | null;
  readonly t: number | null;
  /** Two-sided, standard normal. */
  readonly pNormal: number | null;
  /** Two-sided, Student's t with n - k degrees of freedom. */
  readonly pStudent: number | null;
}

/** Tests of each coefficient against 0 under the given covariance. */
export function coefficientTests(fit: LeastSquares, covariance: Matrix): readonly CoefficientTest[] {
  return Array.from(fit.coefficients, (value, j) => {
    const error = Math.sqrt(covariance.values[j * fit.k + j]!);
    const t = error > 0 ? value / error : Number.NaN;
    return {
      value,
      standardError: orNull(error),
      t: orNull(t),
      pNormal: orNull(normalTwoSided(t)),
      pStudent: orNull(studentTwoSided(t, fit.n - fit.k))
    };
  });
}

/** Regression of y on the columns with HAC tests; null when it cannot be fitted. */
export function hacRegression(
  y: ArrayLike<number>,
  columns: readonly ArrayLike<number>[],
  options: HacOptions
): {readonly fit: LeastSquares; readonly covariance: Matrix; readonly tests: readonly CoefficientTest[]} | null {
  const fit = leastSquares(y, columns);
  if (fit === null) return null;
  const covariance = hacCovariance(fit, options);
  return {fit, covariance, tests: coefficientTests(fit, covariance)};
}

/** Wald statistic R = (b - target)' V^-1 (b - target) over all coefficients; null when V has no inverse. */
export function waldStatistic(difference: ArrayLike<number>, inverseCovariance: Matrix | null): number | null {
  if (inverseCovariance === null) return null;
  let total = 0;
  for (let i = 0; i < difference.length; i++)
    for (let j = 0; j < difference.length; j++)
      total += difference[i]! * inverseCovariance.values[i * difference.length + j]! * difference[j]!;
  return orNull(total);
}
