/** Variance measured from returns within a day (Barndorff-Nielsen and Shephard 2004). */
import {finiteValues} from "../../statistics/column.js";

export interface RealisedMeasures {
  /** Sum of squares. */
  readonly variance: number;
  /** pi/2 times the sum of products of neighbours: what is left of the variance without jumps. */
  readonly bipower: number;
  /** n/3 times the sum of fourth powers. */
  readonly quarticity: number;
}

/** Over the finite returns; NaN where there are fewer than two. */
export function realisedMeasures(returns: Float64Array): RealisedMeasures {
  const kept = finiteValues(returns);
  if (kept.length < 2) return {variance: Number.NaN, bipower: Number.NaN, quarticity: Number.NaN};
  let variance = 0;
  let products = 0;
  let fourths = 0;
  for (let i = 0; i < kept.length; i++) {
    const change = kept[i] as number;
    variance += change * change;
    fourths += change ** 4;
    if (i > 0) products += Math.abs(change * (kept[i - 1] as number));
  }
  return {variance, bipower: (Math.PI / 2) * products, quarticity: (kept.length / 3) * fourths};
}
