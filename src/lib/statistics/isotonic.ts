// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Isotonic regression by pooling adjacent violators (METHODS S4, S7). Equal x are pooled first. Between thresholds the
 * map is linear and outside it is clipped, as in scikit-learn (trap T13); the step variant is named.
 */
import type {Column} from "./column.js";
import {risingOrder} from "./ranks.js";

export interface IsotonicFit {
  readonly n: number;
  /** Fitted value of each observation, in the order given. */
  readonly fitted: Float64Array;
  /** Distinct x at which the map bends, rising, with their values. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export function isotonicRegression(x: Column, y: Column): IsotonicFit {
  const order = risingOrder(x);
  const distinct = distinctPoints(x, y, order);
  const levels = pooledLevels(distinct.sums, distinct.weights);
  const fitted = new Float64Array(x.length);
  for (let place = 0, group = -1; place < order.length; place++) {
    if (place === 0 || x[order[place]!]! !== x[order[place - 1]!]!) group++;
    fitted[order[place]!] = levels[group]!;
  }
  return {n: x.length, fitted, ...bends(distinct.x, levels)};
}

/** Value of the fitted map; linear between thresholds. NaN for an empty fit. */
export function isotonicValue(fit: Pick<IsotonicFit, "x" | "y">, x: number): number {
  const last = fit.x.length - 1;
  if (last < 0 || Number.isNaN(x)) return Number.NaN;
  if (x <= fit.x[0]!) return fit.y[0]!;
  if (x >= fit.x[last]!) return fit.y[last]!;
  const high = firstAtLeast(fit.x, x);
  const width = fit.x[high]! - fit.x[high - 1]!;
  return fit.y[high - 1]! + ((fit.y[high]! - fit.y[high - 1]!) * (x - fit.x[high - 1]!)) / width;
}

/** Value of the fitted step function: the level of the nearest threshold at or below x. */
export function isotonicStep(fit: Pick<IsotonicFit, "x" | "y">, x: number): number {
  const last = fit.x.length - 1;
  if (last < 0 || Number.isNaN(x)) return Number.NaN;
  const place = firstAtLeast(fit.x, x);
  if (place <= last && fit.x[place] === x) return fit.y[place]!;
  return fit.y[Math.max(0, place - 1)]!;
}

function firstAtLeast(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface DistinctPoints {
  readonly x: Float64Array;
  readonly sums: Float64Array;
  readonly weights: Float64Array;
}

function distinctPoints(x: Column, y: Column, order: Uint32Array): DistinctPoints {
  const n = order.length;
  const values = new Float64Array(n);
  const sums = new Float64Array(n);
  const weights = new Float64Array(n);
  let count = 0;
  for (let place = 0; place < n; place++) {
    const i = order[place]!;
    if (place === 0 || x[i]! !== values[count - 1]!) values[count++] = x[i]!;
    sums[count - 1]! += y[i]!;
    weights[count - 1]! += 1;
  }
  return {x: values.subarray(0, count), sums: sums.subarray(0, count), weights: weights.subarray(0, count)};
}

/** Level of each point after pooling; one pass with a stack of blocks. */
export function pooledLevels(sums: Float64Array, weights: Float64Array): Float64Array {
  const n = sums.length;
  const blockSum = new Float64Array(n);
  const blockWeight = new Float64Array(n);
  const blockEnd = new Int32Array(n);
  let blocks = 0;
  for (let i = 0; i < n; i++) {
    blockSum[blocks] = sums[i]!;
    blockWeight[blocks] = weights[i]!;
    blockEnd[blocks] = i + 1;
    blocks++;
    while (
      blocks > 1 &&
      blockSum[blocks - 2]! * blockWeight[blocks - 1]! >= blockSum[blocks - 1]! * blockWeight[blocks - 2]!
    ) {
      blockSum[blocks - 2]! += blockSum[blocks - 1]!;
      blockWeight[blocks - 2]! += blockWeight[blocks - 1]!;
      blockEnd[blocks - 2] = blockEnd[blocks - 1]!;
      blocks--;
    }
  }
  const levels = new Float64Array(n);
  for (let block = 0, start = 0; block < blocks; start = blockEnd[block]!, block++)
    levels.fill(blockSum[block]! / blockWeight[block]!, start, blockEnd[block]!);
  return levels;
}

/** Keeps the ends and every point whose value differs from a neighbour's. */
function bends(x: Float64Array, levels: Float64Array): {x: Float64Array; y: Float64Array} {
  const kept: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const end = i === 0 || i === x.length - 1;
    if (end || levels[i]! !== levels[i - 1]! || levels[i]! !== levels[i + 1]!) kept.push(i);
  }
  return {x: Float64Array.from(kept, (i) => x[i]!), y: Float64Array.from(kept, (i) => levels[i]!)};
}
