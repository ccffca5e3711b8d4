// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Autocovariances (over n, METHODS C4), autocorrelations, partial autocorrelations and the Ljung-Box test. */
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, orNull} from "./column.js";
import {isDegenerate, mean} from "./moments.js";

/** Autocovariances at lags 0..maxLag, each divided by n. */
export function autocovariances(values: Column, maxLag: number): Float64Array {
  const n = values.length;
  const centre = mean(values);
  const made = new Float64Array(maxLag + 1);
  for (let lag = 0; lag <= maxLag; lag++) {
    let total = 0;
    for (let i = lag; i < n; i++) total += (values[i]! - centre) * (values[i - lag]! - centre);
    made[lag] = total / n;
  }
  return made;
}

/** Autocorrelations at lags 0..maxLag; NaN without spread. */
export function autocorrelations(values: Column, maxLag: number): Float64Array {
  const covariances = autocovariances(values, maxLag);
  const zero = covariances[0]!;
  const degenerate = isDegenerate(Math.sqrt(zero), mean(values));
  return covariances.map((covariance) => (degenerate ? Number.NaN : covariance / zero));
}

/** Partial autocorrelations at lags 1..maxLag by Durbin and Levinson from autocovariances over n. */
export function partialAutocorrelations(values: Column, maxLag: number): Float64Array {
  const r = autocorrelations(values, maxLag);
  const made = new Float64Array(maxLag);
  let phi = new Float64Array(0);
  for (let lag = 1; lag <= maxLag; lag++) {
    let above = r[lag]!;
    let below = 1;
    for (let j = 1; j < lag; j++) {
      above -= phi[j - 1]! * r[lag - j]!;
      below -= phi[j - 1]! * r[j]!;
    }
    const last = above / below;
    const next = new Float64Array(lag);
    for (let j = 1; j < lag; j++) next[j - 1] = phi[j - 1]! - last * phi[lag - j - 1]!;
    next[lag - 1] = last;
    phi = next;
    made[lag - 1] = last;
  }
  return made;
}

export interface LjungBox {
  readonly n: number;
  readonly lag: number;
  readonly statistic: number | null;
  readonly p: number | null;
}

/** Ljung-Box (1978): n(n+2) sum rho_k^2/(n-k), chi-squared with `lag` degrees of freedom. */
export function ljungBox(values: Column, lag: number): LjungBox {
  const n = values.length;
  const r = autocorrelations(values, lag);
  let total = 0;
  for (let k = 1; k <= lag; k++) total += r[k]! ** 2 / (n - k);
  const statistic = n * (n + 2) * total;
  return {n, lag, statistic: orNull(statistic), p: orNull(chiSquaredUpper(statistic, lag))};
}
