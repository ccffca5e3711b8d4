// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Does a factor predict one asset's return over time? (METHODS I13) */
import {autocorrelations} from "./autocorrelation.js";
import {type Column, finitePairs, orNull} from "./column.js";
import {covariance, variance} from "./moments.js";
import {type CoefficientTest, hacRegression} from "./newey-west.js";

export interface PredictiveRegression {
  readonly n: number;
  readonly dropped: number;
  readonly slope: CoefficientTest;
  readonly intercept: CoefficientTest;
  readonly rSquared: number | null;
  /** First autocorrelation of the factor. */
  readonly factorAutocorrelation: number | null;
  /** True above 0.95: the slope is biased in small samples (Stambaugh 1999). */
  readonly persistent: boolean;
  /** Approximate bias of the slope, -(sigma_uv / sigma_v^2)(1 + 3 rho)/n. */
  readonly stambaughBias: number | null;
}

/** Forward return over h bars on the factor, HAC with lag max(h - 1, 0) unless given. Null when it cannot be fitted. */
export function predictiveRegression(
  factor: Column,
  forward: Column,
  {horizon, lag = Math.max(0, horizon - 1)}: {horizon: number; lag?: number}
): PredictiveRegression | null {
  const {x, y, n, dropped} = finitePairs(factor, forward);
  const fitted = hacRegression(y, [x], {lag});
  if (fitted === null) return null;
  const rho = n > 2 ? autocorrelations(x, 1)[1]! : Number.NaN;
  const innovations = x.subarray(1).map((value, t) => value - rho * x[t]!);
  const errors = fitted.fit.residuals.subarray(0, n - 1);
  const bias = -((covariance(errors, innovations) / variance(innovations)) * (1 + 3 * rho)) / n;
  return {
    n,
    dropped,
    intercept: fitted.tests[0]!,
    slope: fitted.tests[1]!,
    rSquared: orNull(fitted.fit.rSquared),
    factorAutocorrelation: orNull(rho),
    persistent: rho > 0.95,
    stambaughBias: orNull(bias)
  };
}
