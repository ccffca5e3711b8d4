// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Conformal prediction: intervals whose coverage is kept whatever the model (METHODS S11). */
import {type Column, orNull} from "./column.js";

/** The ceil((n+1)(1-alpha))-th smallest score; infinite when that rank is above n (Vovk et al. 2005). */
export function conformalQuantile(scores: Column, alpha: number): number {
  return quantileOfRisingScores(Float64Array.from(scores).sort(), alpha);
}

function quantileOfRisingScores(sorted: Float64Array, alpha: number): number {
  if (alpha >= 1) return Number.NEGATIVE_INFINITY;
  const rank = conformalRank(sorted.length, alpha);
  if (alpha <= 0 || rank > sorted.length) return Number.POSITIVE_INFINITY;
  return sorted[Math.max(rank, 1) - 1]!;
}

/** ceil((n + 1)(1 - alpha)); a relative 1e-12 is taken off first, so that 0.9 * 150 + ... stays the whole number it is. */
export function conformalRank(n: number, alpha: number): number {
  return Math.ceil((n + 1) * (1 - alpha) * (1 - 1e-12));
}

/** |realised - predicted|, over sigma when it is given (normalised residuals). */
export function residualScores(predicted: Column, realised: Column, sigma?: Column): Float64Array {
  return Float64Array.from(
    predicted,
    (value, i) => Math.abs(realised[i]! - value) / (sigma === undefined ? 1 : sigma[i]!)
  );
}

/** Conformalised quantile regression (Romano, Patterson and Candes 2019): how far outside [low, high], negative inside. */
export function quantileRegressionScores(low: Column, high: Column, realised: Column): Float64Array {
  return Float64Array.from(low, (value, i) => Math.max(value - realised[i]!, realised[i]! - high[i]!));
}

/** Share of scores at or below the limit. */
export function coverage(scores: Column, limit: number): number | null {
  let inside = 0;
  for (let i = 0; i < scores.length; i++) if (scores[i]! <= limit) inside++;
  return orNull(inside / scores.length);
}

export interface AdaptiveConformal {
  readonly n: number;
  /** Level used NEXT after each step. */
  readonly alphas: Float64Array;
  /** Half-width used at each step; infinite or minus infinite when alpha left (0, 1). */
  readonly limits: Float64Array;
  /** 1 where the realised score was outside. */
  readonly misses: Uint8Array;
  readonly finalAlpha: number;
  readonly coverage: number | null;
}

export interface AdaptiveOptions {
  readonly alpha: number;
  /** Step gamma. */
  readonly step: number;
}

/**
 * Adaptive conformal inference (Gibbs and Candes 2021): alpha_{t+1} = alpha_t + gamma (alpha - miss_t), the scores of all
 * past cases being the calibration set.
 */
export function adaptiveConformal(past: Column, scores: Column, {alpha, step}: AdaptiveOptions): AdaptiveConformal {
  const n = scores.length;
  const sorted = new Float64Array(past.length + n).fill(Number.POSITIVE_INFINITY);
  sorted.set(Float64Array.from(past).sort());
  const alphas = new Float64Array(n);
  const limits = new Float64Array(n);
  const misses = new Uint8Array(n);
  let current = alpha;
  for (let t = 0; t < n; t++) {
    const known = past.length + t;
    limits[t] = quantileOfRisingScores(sorted.subarray(0, known), current);
    misses[t] = scores[t]! > limits[t]! ? 1 : 0;
    current += step * (alpha - misses[t]!);
    alphas[t] = current;
    insert(sorted, known, scores[t]!);
  }
  const missed = misses.reduce((total, miss) => total + miss, 0);
  return {n, alphas, limits, misses, finalAlpha: current, coverage: orNull(1 - missed / n)};
}

function insert(sorted: Float64Array, length: number, value: number): void {
  let place = length;
  while (place > 0 && sorted[place - 1]! > value) {
    sorted[place] = sorted[place - 1]!;
    place--;
  }
  sorted[place] = value;
}

/** Share of the last `window` cases that were inside, at each step; NaN before the window is full. */
export function rollingCoverage(misses: Uint8Array, window: number): Float64Array {
  const made = new Float64Array(misses.length).fill(Number.NaN);
  let missed = 0;
  for (let i = 0; i < misses.length; i++) {
    missed += misses[i]! - (i >= window ? misses[i - window]! : 0);
    if (i + 1 >= window) made[i] = 1 - missed / window;
  }
  return made;
}
