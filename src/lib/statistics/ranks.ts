// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Ranks. Ties get their average rank (METHODS C8); where an order must be total, the lower index goes first. */
import type {Column} from "./column.js";

/** Indices of the values in rising order; equal values in index order, NaN last. */
export function risingOrder(values: Column): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => {
    const left = values[a]!;
    const right = values[b]!;
    if (left < right) return -1;
    if (left > right) return 1;
    if (left === right) return a - b;
    return Number.isNaN(left) ? (Number.isNaN(right) ? a - b : 1) : -1;
  });
}

/** Average ranks from 1. NaN stays NaN and takes no rank. */
export function averageRanks(values: Column): Float64Array {
  const order = risingOrder(values);
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  let start = 0;
  while (start < order.length && !Number.isNaN(values[order[start]!]!)) {
    let end = start + 1;
    while (end < order.length && values[order[end]!]! === values[order[start]!]!) end++;
    const rank = (start + 1 + end) / 2;
    for (let k = start; k < end; k++) ranks[order[k]!] = rank;
    start = end;
  }
  return ranks;
}

/** How many values share their value with another one. */
export function tiedCount(values: Column): number {
  const order = risingOrder(values);
  let tied = 0;
  for (let i = 0; i < order.length; i++) {
    const value = values[order[i]!]!;
    const before = i > 0 && values[order[i - 1]!]! === value;
    const after = i + 1 < order.length && values[order[i + 1]!]! === value;
    if (before || after) tied++;
  }
  return tied;
}
