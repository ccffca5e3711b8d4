// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Type-7 quantiles (linear interpolation at h = (n - 1) p, METHODS C5). */
import {type Column, finiteValues} from "./column.js";

/** The finite values in rising order. */
export function sortedValues(values: Column): Float64Array {
  return finiteValues(values).slice().sort();
}

/** Quantile of values that are already in rising order. NaN when there are none. @param p in [0, 1] */
export function quantileOfSorted(sorted: Column, p: number): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const place = (n - 1) * p;
  const low = Math.min(Math.floor(place), n - 1);
  const high = Math.min(low + 1, n - 1);
  const share = place - low;
  const below = sorted[low]!;
  const above = sorted[high]!;
  // Interpolated from the nearer end: both forms are equal in exact arithmetic, this one never leaves [below, above].
  return share < 0.5 ? below + (above - below) * share : above - (above - below) * (1 - share);
}

/** Quantile of the finite values; NaN when there are none. @param p in [0, 1] */
export function quantile(values: Column, p: number): number {
  return quantileOfSorted(sortedValues(values), p);
}

export function median(values: Column): number {
  return quantile(values, 0.5);
}
