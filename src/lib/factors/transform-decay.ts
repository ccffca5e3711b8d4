/** Exponential decay weighting of an instrument's values over time (METHODS F8). */
import {assert} from "../core/assert.js";

/**
 * Weighted mean of each value and all before it, a value losing half its weight every `halfLife` candles. NaN values
 * carry no weight; the result is NaN where the value itself is.
 */
export function decayWeighted(values: Float64Array, halfLife: number): Float64Array {
  assert(halfLife > 0, `a half-life is above 0 candles, not ${halfLife}`);
  const keep = 2 ** (-1 / halfLife);
  let weights = 0;
  let sum = 0;
  return values.map((value) => {
    weights *= keep;
    sum *= keep;
    if (!Number.isFinite(value)) return Number.NaN;
    weights += 1;
    sum += value;
    return sum / weights;
  });
}
