// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Lo and MacKinlay's (1988) variance ratio of a log price: 1 for a random walk. */
import {type Column, orNull} from "./column.js";
import {normalTwoSided} from "./normal-distribution.js";

export interface VarianceRatio {
  readonly n: number;
  readonly lag: number;
  readonly ratio: number | null;
  /** Robust to changing variance, standard normal. */
  readonly statistic: number | null;
  readonly p: number | null;
}

/** Overlapping, debiased. @param levels log prices, or any cumulated series @param lag q, at least 2 */
export function varianceRatio(levels: Column, lag: number): VarianceRatio {
  const n = levels.length - 1;
  const drift = (levels[n]! - levels[0]!) / n;
  let one = 0;
  let many = 0;
  for (let t = 1; t <= n; t++) one += (levels[t]! - levels[t - 1]! - drift) ** 2;
  for (let t = lag; t <= n; t++) many += (levels[t]! - levels[t - lag]! - lag * drift) ** 2;
  const correction = lag * (n - lag + 1) * (1 - lag / n);
  const ratio = many / correction / (one / (n - 1));
  let spread = 0;
  for (let k = 1; k < lag; k++) spread += (2 * (1 - k / lag)) ** 2 * robustTerm(levels, {k, drift, total: one});
  const statistic = (ratio - 1) / Math.sqrt(spread);
  return {n, lag, ratio: orNull(ratio), statistic: orNull(statistic), p: orNull(normalTwoSided(statistic))};
}

function robustTerm(levels: Column, {k, drift, total}: {k: number; drift: number; total: number}): number {
  const n = levels.length - 1;
  const squared = (t: number) => (levels[t]! - levels[t - 1]! - drift) ** 2;
  let products = 0;
  for (let t = k + 1; t <= n; t++) products += squared(t) * squared(t - k);
  return products / total ** 2;
}
