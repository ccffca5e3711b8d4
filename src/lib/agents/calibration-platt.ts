// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Platt's (1999) map: a straight line in log-odds, fitted to targets drawn in by one outcome of each kind (METHODS S7). */
import type {CalibrationPoints} from "./calibration-bins.js";
import {weightedLogistic} from "./weighted-logistic.js";

/** Probability 1 / (1 + exp(-(slope score + intercept))). */
export interface PlattMap {
  readonly slope: number;
  readonly intercept: number;
}

/** Null when the points do not determine a line. */
export function fitPlattMap({scores, weights, rises}: CalibrationPoints): PlattMap | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const risen = rises.reduce((sum, count) => sum + count, 0);
  const high = (risen + 1) / (risen + 2);
  const low = 1 / (total - risen + 2);
  const positives = Float64Array.from(rises, (count, i) => count * high + (weights[i]! - count) * low);
  const constant = new Float64Array(scores.length).fill(1);
  const fit = weightedLogistic({inputs: [scores, constant], weights, positives});
  return fit === null ? null : {slope: fit[0]!, intercept: fit[1]!};
}

export function applyPlattMap({slope, intercept}: PlattMap, score: number): number {
  return 1 / (1 + Math.exp(-(slope * score + intercept)));
}
