/** Variance measured from returns within a day (Barndorff-Nielsen and Shephard 2004). */
export interface RealisedMeasures {
  /** Sum of squares. */
  readonly variance: number;
  /** pi/2 times the sum of products of neighbours: what is left of the variance without jumps. */
  readonly bipower: number;
  /** n/3 times the sum of fourth powers. */
  readonly quarticity: number;
}

export function realisedMeasures(returns: Float64Array): RealisedMeasures {
  let variance = 0;
  let products = 0;
  let fourths = 0;
  for (let i = 0; i < returns.length; i++) {
    const change = returns[i] as number;
    variance += change * change;
    fourths += change ** 4;
    if (i > 0) products += Math.abs(change * (returns[i - 1] as number));
  }
  return {variance, bipower: (Math.PI / 2) * products, quarticity: (returns.length / 3) * fourths};
}
