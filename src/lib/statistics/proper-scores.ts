// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Brier, log and spherical scores of probabilities, with their skill against a reference (METHODS S1, S2).
 * Binary outcomes are 0 or 1; a pair with an absent or impossible value is dropped and counted.
 */
import {type Column, orNull} from "./column.js";
import {mean} from "./moments.js";

/** Probabilities in [0, 1] with their outcomes 0 or 1, gaps taken out. */
export interface Forecasts {
  readonly p: Float64Array;
  readonly y: Float64Array;
  readonly n: number;
  /** Pairs with an absent value, a probability outside [0, 1] or an outcome that is neither 0 nor 1. */
  readonly dropped: number;
}

export function forecasts(probabilities: Column, outcomes: Column): Forecasts {
  const length = Math.min(probabilities.length, outcomes.length);
  const p = new Float64Array(length);
  const y = new Float64Array(length);
  let n = 0;
  for (let i = 0; i < length; i++) {
    const valid = probabilities[i]! >= 0 && probabilities[i]! <= 1 && (outcomes[i] === 0 || outcomes[i] === 1);
    if (!valid) continue;
    p[n] = probabilities[i]!;
    y[n] = outcomes[i]!;
    n++;
  }
  return {p: p.subarray(0, n), y: y.subarray(0, n), n, dropped: length - n};
}

/** (p - y)^2 of each pair. */
export function brierLosses(p: Column, y: Column): Float64Array {
  return Float64Array.from(p, (value, i) => (value - y[i]!) ** 2);
}

/** Probabilities nearer to 0 or 1 than this are clipped for the log score (METHODS S2). */
export const LOG_CLIP = 1e-15;

/** -ln of the probability given to what happened, p clipped to [clip, 1 - clip]. */
export function logLosses(p: Column, y: Column, clip = LOG_CLIP): Float64Array {
  return Float64Array.from(p, (value, i) => {
    const safe = Math.min(1 - clip, Math.max(clip, value));
    return -(y[i] === 1 ? Math.log(safe) : Math.log1p(-safe));
  });
}

/** Probability given to what happened over the length of the probability vector: larger is better. */
export function sphericalScores(p: Column, y: Column): Float64Array {
  return Float64Array.from(p, (value, i) => (y[i] === 1 ? value : 1 - value) / Math.hypot(value, 1 - value));
}

export interface ProperScores {
  readonly n: number;
  readonly dropped: number;
  readonly baseRate: number | null;
  readonly brier: number | null;
  /** Natural logarithm; divide by ln 2 for bits. */
  readonly logLoss: number | null;
  /** Probabilities that were clipped for the log loss. */
  readonly clipped: number;
  readonly spherical: number | null;
  /** 1 - score / score of the in-sample base rate. */
  readonly brierSkillClimatology: number | null;
  readonly logSkillClimatology: number | null;
  /** Against the base rate known before each forecast (start: 0.5). */
  readonly brierSkillExpanding: number | null;
  /** Against always saying 0.5. */
  readonly brierSkillCoin: number | null;
}

/** @param clip see LOG_CLIP; scikit-learn clips at 2^-52 */
export function properScores(probabilities: Column, outcomes: Column, clip = LOG_CLIP): ProperScores {
  const {p, y, n, dropped} = forecasts(probabilities, outcomes);
  const baseRate = mean(y);
  const base = new Float64Array(n).fill(baseRate);
  const brier = mean(brierLosses(p, y));
  const logLoss = mean(logLosses(p, y, clip));
  return {
    n,
    dropped,
    baseRate: orNull(baseRate),
    brier: orNull(brier),
    logLoss: orNull(logLoss),
    clipped: p.filter((value) => value < clip || value > 1 - clip).length,
    spherical: orNull(mean(sphericalScores(p, y))),
    brierSkillClimatology: skill(brier, mean(brierLosses(base, y))),
    logSkillClimatology: skill(logLoss, mean(logLosses(base, y, clip))),
    brierSkillExpanding: skill(brier, mean(brierLosses(expandingBaseRate(y), y))),
    brierSkillCoin: skill(brier, 0.25)
  };
}

/** 1 - score / reference; null when the reference is perfect or undefined (a base rate of 0 or 1). */
export function skill(score: number, reference: number): number | null {
  return reference > 1e-12 ? orNull(1 - score / reference) : null;
}

/** Share of ones among the outcomes BEFORE each one, started with one half of each. */
export function expandingBaseRate(outcomes: Column): Float64Array {
  const made = new Float64Array(outcomes.length);
  let ones = 0.5;
  for (let i = 0; i < outcomes.length; i++) {
    made[i] = ones / (i + 1);
    ones += outcomes[i]!;
  }
  return made;
}
