// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Dependence of any shape: k-nearest-neighbour mutual information with a permutation test (METHODS I14). O(n^2). */
import type {Random} from "../core/random.js";
import {type Column, finitePairs, orNull} from "./column.js";

export interface MutualInformation {
  readonly n: number;
  readonly dropped: number;
  /** Nats; can be slightly negative for independent columns. */
  readonly value: number | null;
  /** (#{permuted >= observed} + 1) / (B + 1). */
  readonly p: number | null;
}

/** Kraskov, Stogbauer and Grassberger (2004), first estimator, maximum norm on ranks-free values. */
export function mutualInformation(
  x: Column,
  y: Column,
  {neighbours = 3, permutations = 0, random}: {neighbours?: number; permutations?: number; random?: Random} = {}
): MutualInformation {
  const pairs = finitePairs(x, y);
  const {n, dropped} = pairs;
  if (n <= neighbours + 1) return {n, dropped, value: null, p: null};
  const value = kraskov(pairs.x, pairs.y, neighbours);
  if (permutations === 0 || random === undefined) return {n, dropped, value: orNull(value), p: null};
  const shuffled = pairs.y.slice();
  let atLeast = 0;
  for (let b = 0; b < permutations; b++) {
    for (let i = n - 1; i > 0; i--) {
      const j = random.below(i + 1);
      const held = shuffled[i]!;
      shuffled[i] = shuffled[j]!;
      shuffled[j] = held;
    }
    if (kraskov(pairs.x, shuffled, neighbours) >= value) atLeast++;
  }
  return {n, dropped, value: orNull(value), p: (atLeast + 1) / (permutations + 1)};
}

function kraskov(x: Float64Array, y: Float64Array, k: number): number {
  const n = x.length;
  const distances = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++)
      distances[j] = j === i ? Number.POSITIVE_INFINITY : Math.max(Math.abs(x[i]! - x[j]!), Math.abs(y[i]! - y[j]!));
    const radius = distances.slice().sort()[k - 1]!;
    let nearX = 0;
    let nearY = 0;
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      if (Math.abs(x[i]! - x[j]!) < radius) nearX++;
      if (Math.abs(y[i]! - y[j]!) < radius) nearY++;
    }
    total += digamma(nearX + 1) + digamma(nearY + 1);
  }
  return digamma(k) + digamma(n) - total / n;
}

/** Psi(x) for x > 0: recurrence up to 6, then the asymptotic series. */
export function digamma(x: number): number {
  let value = 0;
  while (x < 6) value -= 1 / x++;
  const f = 1 / (x * x);
  return value + Math.log(x) - 1 / (2 * x) - f * (1 / 12 - f * (1 / 120 - f * (1 / 252 - f / 240)));
}
