// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Quantile regression on one factor (Koenker and Bassett 1978; METHODS I14): impact on the tails, not only on the mean. */
import {type Column, finitePairs} from "./column.js";

export interface QuantileSlope {
  readonly tau: number;
  readonly intercept: number;
  readonly slope: number;
}

/**
 * Slopes at the given quantiles, exact: for one regressor the loss is convex and piecewise linear in the slope, its
 * intercept being the quantile of y - slope x. Null without spread in x or below 3 pairs.
 */
export function quantileSlopes(
  x: Column,
  y: Column,
  taus: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
): readonly QuantileSlope[] | null {
  const pairs = finitePairs(x, y);
  if (pairs.n < 3 || Math.max(...pairs.x) === Math.min(...pairs.x)) return null;
  return taus.map((tau) => ({tau, ...fitQuantile(pairs.x, pairs.y, tau)}));
}

function fitQuantile(x: Float64Array, y: Float64Array, tau: number): {intercept: number; slope: number} {
  const [loss, interceptAt] = profile(x, y, tau);
  const range = Math.max(...x) - Math.min(...x);
  const reach = (4 * (Math.max(...y) - Math.min(...y))) / range + 1e-12;
  let [low, high] = [-reach * 16, reach * 16];
  // Golden-section search on a convex function, to the last digits of the slope.
  const shrink = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [high - shrink * (high - low), low + shrink * (high - low)];
  let [lossA, lossB] = [loss(a), loss(b)];
  for (let step = 0; step < 120 && high - low > 1e-13 * reach; step++) {
    if (lossA <= lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - shrink * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + shrink * (high - low);
      lossB = loss(b);
    }
  }
  const slope = (low + high) / 2;
  return {intercept: interceptAt(slope), slope};
}

/** Loss of a slope with its best intercept, and that intercept. */
function profile(
  x: Float64Array,
  y: Float64Array,
  tau: number
): [(slope: number) => number, (slope: number) => number] {
  const residuals = new Float64Array(x.length);
  const interceptAt = (slope: number) => {
    for (let i = 0; i < x.length; i++) residuals[i] = y[i]! - slope * x[i]!;
    residuals.sort();
    return residuals[Math.min(x.length - 1, Math.max(0, Math.ceil(x.length * tau) - 1))]!;
  };
  const loss = (slope: number) => {
    const intercept = interceptAt(slope);
    let total = 0;
    for (const residual of residuals) {
      const gap = residual - intercept;
      total += Math.max(tau * gap, (tau - 1) * gap);
    }
    return total;
  };
  return [loss, interceptAt];
}
