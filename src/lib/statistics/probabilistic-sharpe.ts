/** Probabilistic Sharpe ratio and minimum track record length (Bailey and Lopez de Prado 2012; METHODS O1, O2). */
import {type Column, finiteValues, orNull} from "./column.js";
import {meanOverDeviation, rawKurtosis, skewness} from "./moments.js";
import {normalCdf, normalQuantile} from "./normal-distribution.js";
import {sharpeVarianceFactor} from "./sharpe.js";

/** A Sharpe ratio per bar with the shape of its returns: population skewness and RAW kurtosis (3 for a normal). */
export interface SharpeEstimate {
  readonly n: number;
  /** Per bar, not annualised. */
  readonly ratio: number;
  readonly skew: number;
  readonly kurtosis: number;
}

/** The estimate from finite returns; null when they do not vary. */
export function sharpeEstimate(returns: Column): SharpeEstimate | null {
  const kept = finiteValues(returns);
  const ratio = meanOverDeviation(kept);
  if (!Number.isFinite(ratio)) return null;
  return {n: kept.length, ratio, skew: skewness(kept), kurtosis: rawKurtosis(kept)};
}

/** P(true ratio > threshold), O1; null when the variance factor is not positive. @param threshold per bar */
export function probabilisticSharpe(estimate: SharpeEstimate, threshold = 0): number | null {
  const factor = sharpeVarianceFactor(estimate.ratio, estimate);
  if (!(factor > 0) || estimate.n < 2) return null;
  return orNull(normalCdf(((estimate.ratio - threshold) * Math.sqrt(estimate.n - 1)) / Math.sqrt(factor)));
}

export interface TrackRecordTarget {
  /** Per bar. Default 0. */
  readonly threshold?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** Bars needed before the ratio is above the threshold with the confidence, O2; null when it is not above it at all. */
export function minimumTrackRecord(estimate: SharpeEstimate, target: TrackRecordTarget = {}): number | null {
  const {threshold = 0, confidence = 0.95} = target;
  const factor = sharpeVarianceFactor(estimate.ratio, estimate);
  if (!(estimate.ratio > threshold) || !(factor > 0)) return null;
  return orNull(1 + factor * (normalQuantile(confidence) / (estimate.ratio - threshold)) ** 2);
}
