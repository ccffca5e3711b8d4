/** Least-squares slope of equally spaced values, for windows whose values a factor builds as it goes. */

/** Weight of value i of n in the slope on 0..n-1: (i - mean) / sum of squares; the slope is their weighted sum. */
export function slopeWeights(length: number): Float64Array {
  const mean = (length - 1) / 2;
  const squares = (length * (length * length - 1)) / 12;
  return Float64Array.from({length}, (_, i) => (i - mean) / squares);
}
