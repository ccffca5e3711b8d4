/** Winsorising: values beyond two quantiles are drawn in to them (METHODS F8). */
import {assert} from "../core/assert.js";
import {quantileOfSorted, sortedValues} from "../statistics/quantile.js";

/**
 * The values of one slice, those outside the type-7 quantiles `lower` and `upper` of the finite ones set to them.
 * NaN stays NaN; infinities are not values and become NaN.
 */
export function winsorise(values: Float64Array, {lower, upper}: {lower: number; upper: number}): Float64Array {
  assert(lower >= 0 && lower <= upper && upper <= 1, `quantiles are in order within 0..1, not ${lower} and ${upper}`);
  const sorted = sortedValues(values);
  const low = quantileOfSorted(sorted, lower);
  const high = quantileOfSorted(sorted, upper);
  return values.map((value) => (Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : Number.NaN));
}
