// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Robust location and scale of log returns: the yardstick of the outlier rule (METHODS 9). */

export interface LogReturnScale {
  /** NaN below two closes. */
  readonly median: number;
  /** Median absolute deviation, unscaled; NaN below two closes. */
  readonly deviation: number;
}

/** Returns looked at: all up to this many, every k-th beyond, so that the cost stays a small part of loading. */
const SAMPLE = 65_536;

/** @param close positive prices in order of time; the first `length` count. */
export function logReturnScale(close: Float64Array, length: number): LogReturnScale {
  const stride = Math.max(1, Math.ceil((length - 1) / SAMPLE));
  const returns = new Float64Array(Math.max(0, Math.floor((length - 1 + stride - 1) / stride)));
  for (let k = 0, i = 1; k < returns.length; k++, i += stride) returns[k] = Math.log(close[i]! / close[i - 1]!);
  const median = medianOf(returns);
  for (let k = 0; k < returns.length; k++) returns[k] = Math.abs(returns[k]! - median);
  return {median, deviation: medianOf(returns)};
}

/** Mean of the two middle values for an even count. Sorts in place. */
function medianOf(values: Float64Array): number {
  if (values.length === 0) return Number.NaN;
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
