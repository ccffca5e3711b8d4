/** Z-scores within one slice (METHODS F8). */
import {finiteValues} from "../statistics/column.js";
import {isDegenerate, mean, standardDeviation} from "../statistics/moments.js";

/**
 * (value - mean) / standard deviation (n-1) over the finite values; NaN stays NaN. All NaN where there are fewer than
 * two values or they do not differ (METHODS C7).
 */
export function standardise(values: Float64Array): Float64Array {
  const finite = finiteValues(values);
  const centre = mean(finite);
  const deviation = standardDeviation(finite);
  if (finite.length < 2 || isDegenerate(deviation, centre)) return new Float64Array(values.length).fill(Number.NaN);
  return values.map((value) => (Number.isFinite(value) ? (value - centre) / deviation : Number.NaN));
}
