/**
 * Numbers that add up exactly. Values on the grid of 2^-40 (about 9e-13) with sums below 2^12 add without rounding, in
 * any order, so that shares of a total equal the total to the last bit, in this code and in a database.
 */
const STEPS = 2 ** 40;

/** The nearest number on the grid; never -0. Undefined stays undefined: NaN gives NaN. */
export function onExactGrid(value: number): number {
  return Math.round(value * STEPS) / STEPS + 0;
}
