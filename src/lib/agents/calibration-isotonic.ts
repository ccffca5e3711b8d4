// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Isotonic calibration: the rising map nearest to the outcomes, linear between its points and flat outside (METHODS S7). */
import {pooledLevels} from "../statistics/isotonic.js";
import type {CalibrationPoints} from "./calibration-bins.js";

export interface IsotonicMap {
  /** Rising. */
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
}

/** Below so many outcomes it would only repeat their noise. */
const LEAST_OUTCOMES = 200;

/** Null with fewer than 200 outcomes. */
export function fitIsotonicMap({scores, weights, rises}: CalibrationPoints): IsotonicMap | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total < LEAST_OUTCOMES) return null;
  // Half an outcome of each kind, spread over the points as the outcomes are: no point claims certainty.
  const rate = 1 / total;
  const sums = rises.map((count, i) => count + 0.5 * rate * weights[i]!);
  const padded = weights.map((weight) => weight + rate * weight);
  const levels = pooledLevels(sums, padded);
  return {scores: Array.from(scores), probabilities: Array.from(levels)};
}

export function applyIsotonicMap({scores, probabilities}: IsotonicMap, score: number): number {
  const last = scores.length - 1;
  if (score <= scores[0]!) return probabilities[0]!;
  if (score >= scores[last]!) return probabilities[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return probabilities[low]! + share * (probabilities[high]! - probabilities[low]!);
}
