/** Fractional differencing with a window of fixed width (Lopez de Prado 2018, METHODS F7). */

/** w_0 = 1, w_k = -w_(k-1) (d - k + 1) / k. */
export function fractionalWeights(order: number, width: number): Float64Array {
  const weights = new Float64Array(width);
  weights[0] = 1;
  for (let k = 1; k < width; k++) weights[k] = (-(weights[k - 1] as number) * (order - k + 1)) / k;
  return weights;
}

/** Weighted sum of each value and the width-1 before it; NaN at the first width-1. */
export function fractionalDifference(
  values: Float64Array,
  {order, width}: {order: number; width: number}
): Float64Array {
  const weights = fractionalWeights(order, width);
  return values.map((_, i) => {
    if (i < width - 1) return Number.NaN;
    let sum = 0;
    for (let k = 0; k < width; k++) sum += (weights[k] as number) * (values[i - k] as number);
    return sum;
  });
}
