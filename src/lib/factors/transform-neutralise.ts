/** Taking out of a slice what groups and exposures explain (METHODS F8). */
import {assert} from "../core/assert.js";
import {leastSquares} from "../statistics/least-squares.js";

export interface Exposures {
  /** Group of each instrument; null for one of no group, which makes its value NaN. */
  readonly groups?: readonly (string | null)[];
  /** Columns to be neutral to, like size or beta; NaN makes the value NaN. */
  readonly columns?: readonly Float64Array[];
}

/**
 * Residuals of a least-squares regression, with intercept, of the slice's values on group dummies and columns, over the
 * instruments that have all of them. All NaN where there are as many coefficients as instruments or more, or the
 * regressors depend on each other.
 */
export function neutralise(values: Float64Array, {groups, columns = []}: Exposures): Float64Array {
  for (const column of [groups ?? values, ...columns]) {
    assert(column.length === values.length, `one exposure for each of ${values.length} values, not ${column.length}`);
  }
  const out = new Float64Array(values.length).fill(Number.NaN);
  const used = [...values.keys()].filter(
    (i) =>
      Number.isFinite(values[i]) &&
      (groups === undefined || groups[i] !== null) &&
      columns.every((column) => Number.isFinite(column[i]))
  );
  const regressors = [
    ...dummies(used.map((i) => groups?.[i] ?? "")),
    ...columns.map((column) => Float64Array.from(used, (i) => column[i] as number))
  ];
  if (regressors.length + 1 >= used.length) return out;
  const fit = leastSquares(
    Float64Array.from(used, (i) => values[i] as number),
    regressors
  );
  if (fit === null) return out;
  used.forEach((i, row) => {
    out[i] = fit.residuals[row] as number;
  });
  return out;
}

/** One column a group but the first, which the intercept stands for. */
function dummies(groups: readonly string[]): Float64Array[] {
  const names = [...new Set(groups)].sort();
  return names.slice(1).map((name) => Float64Array.from(groups, (group) => (group === name ? 1 : 0)));
}
