/** Which recalibration map to trust, fitted on the past and judged on later data (METHODS S7). */
import {applyBeta, fitBeta} from "./beta-calibration.js";
import {type Column, mapColumn} from "./column.js";
import {isotonicRegression, isotonicValue} from "./isotonic.js";
import {applyPlatt, fitPlatt} from "./platt.js";
import {properScores} from "./proper-scores.js";
import {applyTemperature, fitTemperature} from "./temperature.js";

export type RecalibrationMethod = "identity" | "isotonic" | "platt" | "beta" | "temperature";

/** Isotonic regression overfits below this many outcomes (METHODS S7). */
export const ISOTONIC_MINIMUM = 200;

/** A map from probability to probability, or null when it cannot be fitted (isotonic: too few outcomes). */
export function fitRecalibration(
  method: RecalibrationMethod,
  p: Column,
  y: Column
): ((probability: number) => number) | null {
  switch (method) {
    case "identity":
      return (value) => value;
    case "isotonic": {
      if (p.length < ISOTONIC_MINIMUM) return null;
      const fit = isotonicRegression(p, y);
      return (value) => isotonicValue(fit, value);
    }
    case "platt": {
      const map = fitPlatt(p, y);
      return map === null ? null : (value) => applyPlatt(map, value);
    }
    case "beta": {
      const map = fitBeta(p, y);
      return map === null ? null : (value) => applyBeta(map, value);
    }
    case "temperature": {
      const map = fitTemperature(p, y);
      return map === null ? null : (value) => applyTemperature(map, value);
    }
  }
}

export interface RecalibrationTrial {
  readonly method: RecalibrationMethod;
  readonly fittedOn: number;
  readonly judgedOn: number;
  readonly logLossBefore: number | null;
  readonly logLossAfter: number | null;
  readonly brierBefore: number | null;
  readonly brierAfter: number | null;
}

/** Fits on the first `split` forecasts, judges on the later ones. Null when the map cannot be fitted. */
export function tryRecalibration(
  method: RecalibrationMethod,
  {p, y}: {readonly p: Float64Array; readonly y: Float64Array},
  split: number
): RecalibrationTrial | null {
  const map = fitRecalibration(method, p.subarray(0, split), y.subarray(0, split));
  if (map === null) return null;
  const later = y.subarray(split);
  const before = properScores(p.subarray(split), later);
  const after = properScores(mapColumn(p.subarray(split), map), later);
  return {
    method,
    fittedOn: split,
    judgedOn: later.length,
    logLossBefore: before.logLoss,
    logLossAfter: after.logLoss,
    brierBefore: before.brier,
    brierAfter: after.brier
  };
}

/** Posterior mean of a bin's hit rate, shrunk to a pooled rate worth `priorCount` outcomes (Beta-binomial; S7). */
export function shrunkRate(
  {hits, n}: {readonly hits: number; readonly n: number},
  {pooled, priorCount}: {readonly pooled: number; readonly priorCount: number}
): number | null {
  const total = n + priorCount;
  return total > 0 ? (hits + priorCount * pooled) / total : null;
}
