// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** What is wrong with residuals: non-normality, changing variance, serial correlation. */
import {chiSquaredUpper, fUpper} from "./chi-squared-distribution.js";
import {type Column, orNull} from "./column.js";
import {type LeastSquares, leastSquares} from "./least-squares.js";
import {columnOf} from "./matrix.js";
import {rawKurtosis, skewness} from "./moments.js";

export interface JarqueBera {
  readonly n: number;
  readonly statistic: number | null;
  readonly p: number | null;
  /** Population moments; the kurtosis is raw. */
  readonly skewness: number | null;
  readonly kurtosis: number | null;
}

/** n/6 (S^2 + (K - 3)^2/4), chi-squared(2). */
export function jarqueBera(values: Column): JarqueBera {
  const n = values.length;
  const s = skewness(values);
  const k = rawKurtosis(values);
  const statistic = (n / 6) * (s * s + (k - 3) ** 2 / 4);
  return {
    n,
    statistic: orNull(statistic),
    p: orNull(chiSquaredUpper(statistic, 2)),
    skewness: orNull(s),
    kurtosis: orNull(k)
  };
}

export interface LagrangeTest {
  readonly n: number;
  readonly lagrange: number;
  readonly lagrangeP: number;
  readonly f: number;
  readonly fP: number;
}

/** Engle's (1982) test: n R^2 of squared residuals on their own lags; null when it cannot be fitted. */
export function archTest(residuals: Column, lags: number): LagrangeTest | null {
  const squared = Float64Array.from(residuals, (e) => e * e);
  const columns = Array.from({length: lags}, (_, l) => squared.subarray(lags - l - 1, squared.length - l - 1));
  return auxiliary(leastSquares(squared.subarray(lags), columns));
}

/** Breusch and Pagan (1979), Koenker's form: n R^2 of squared residuals on the regressors; null when not fitted. */
export function breuschPaganTest(fit: LeastSquares): LagrangeTest | null {
  const columns = Array.from({length: fit.k - 1}, (_, j) => columnOf(fit.design, j + 1));
  return auxiliary(
    leastSquares(
      fit.residuals.map((e) => e * e),
      columns
    )
  );
}

function auxiliary(fit: LeastSquares | null): LagrangeTest | null {
  if (fit === null) return null;
  const slopes = fit.k - 1;
  const lagrange = fit.n * fit.rSquared;
  const f = fit.rSquared / slopes / ((1 - fit.rSquared) / (fit.n - fit.k));
  return {
    n: fit.n,
    lagrange,
    lagrangeP: chiSquaredUpper(lagrange, slopes),
    f,
    fP: fUpper(f, {numerator: slopes, denominator: fit.n - fit.k})
  };
}

/** sum (e_t - e_{t-1})^2 / sum e_t^2: near 2 without first-order correlation. */
export function durbinWatson(residuals: Column): number | null {
  let steps = 0;
  let squares = 0;
  for (let i = 0; i < residuals.length; i++) {
    squares += residuals[i]! ** 2;
    if (i > 0) steps += (residuals[i]! - residuals[i - 1]!) ** 2;
  }
  return orNull(steps / squares);
}
