// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Beta calibration (Kull, Silva Filho and Flach 2017): log-odds = c + a ln p - b ln(1 - p), a and b at least 0. */
import type {CalibrationPoints} from "./calibration-bins.js";
import {weightedLogistic} from "./weighted-logistic.js";

export interface BetaMap {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** ln p of log-odds, without overflow. */
const logOf = (score: number) => -Math.log1p(Math.exp(-score));

/** A negative shape is dropped and the rest fitted again. Null when the points do not determine it. */
export function fitBetaMap({scores, weights, rises}: CalibrationPoints): BetaMap | null {
  const first = scores.map(logOf);
  const second = scores.map((score) => -logOf(-score));
  const constant = new Float64Array(scores.length).fill(1);
  const fitted = (inputs: Float64Array[]) =>
    weightedLogistic({inputs: [...inputs, constant], weights, positives: rises});
  const both = fitted([first, second]);
  if (both === null) return null;
  if (both[0]! >= 0 && both[1]! >= 0) return {a: both[0]!, b: both[1]!, c: both[2]!};
  const isFirstDropped = both[0]! < 0;
  const one = fitted([isFirstDropped ? second : first]);
  if (one === null) return null;
  const kept = Math.max(one[0]!, 0);
  return {a: isFirstDropped ? 0 : kept, b: isFirstDropped ? kept : 0, c: one[1]!};
}

export function applyBetaMap({a, b, c}: BetaMap, score: number): number {
  // A shape that was dropped is exactly 0, and so is its term: the logarithms are spared.
  const below = a === 0 ? 0 : a * logOf(score);
  const above = b === 0 ? 0 : b * logOf(-score);
  return 1 / (1 + Math.exp(-(c + below - above)));
}
