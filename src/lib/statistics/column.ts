// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * A column of numbers and what every statistic does with it first: keep the finite values and count the others
 * (METHODS C3). Kernels of this layer give NaN for "undefined"; results for readers turn it into null.
 */

/** Numbers that the reader does not change: Float64Array or readonly number[]. NaN = absent. */
export type Column = ArrayLike<number>;

/** The value, or null when it is NaN or infinite. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The value, or null when it is NaN; infinities stay (profit factor and Sortino without a loss, METHODS C3). */
export function unlessNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** The finite values, in order, in a column of their own. */
export function finiteValues(values: Column): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]!)) kept[n++] = values[i]!;
  return kept.subarray(0, n);
}

/** Pairs of which both values are finite. */
export interface FinitePairs {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly n: number;
  /** Pairs left out because one value is absent. */
  readonly dropped: number;
}

/** Pairwise deletion (METHODS C3). Columns of unlike length are compared up to the shorter one's end. */
export function finitePairs(x: Column, y: Column): FinitePairs {
  const length = Math.min(x.length, y.length);
  const keptX = new Float64Array(length);
  const keptY = new Float64Array(length);
  let n = 0;
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(x[i]!) || !Number.isFinite(y[i]!)) continue;
    keptX[n] = x[i]!;
    keptY[n] = y[i]!;
    n++;
  }
  return {x: keptX.subarray(0, n), y: keptY.subarray(0, n), n, dropped: length - n};
}

/** A new column, value by value. */
export function mapColumn(values: Column, change: (value: number, index: number) => number): Float64Array {
  const changed = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) changed[i] = change(values[i]!, i);
  return changed;
}

/** The values at the given places, in that order. */
export function pick(values: Column, places: ArrayLike<number>): Float64Array {
  const picked = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = values[places[i]!]!;
  return picked;
}
