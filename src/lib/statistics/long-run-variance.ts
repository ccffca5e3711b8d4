// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Long-run variance of a series and the t-statistic of its mean under serial dependence (METHODS I4, T-5).
 * Overlapping horizons make neighbours alike by construction; the iid t then overstates.
 */
import {autocovariances} from "./autocorrelation.js";
import {type Column, finiteValues, orNull} from "./column.js";
import {isDegenerate, mean} from "./moments.js";
import {normalTwoSided} from "./normal-distribution.js";
import {studentTwoSided} from "./student-t-distribution.js";

/** Bartlett = Newey and West (1987); uniform = Hansen and Hodrick (1980), which can come out negative. */
export type LagKernel = "bartlett" | "uniform";

export interface LagChoice {
  readonly lag: number;
  readonly kernel?: LagKernel;
}

/** Sum of autocovariances (over n) up to the lag, weighted by the kernel. */
export function longRunVariance(values: Column, {lag, kernel = "bartlett"}: LagChoice): number {
  const reach = Math.min(lag, values.length - 1);
  const covariances = autocovariances(values, Math.max(reach, 0));
  let total = covariances[0]!;
  for (let l = 1; l <= reach; l++) total += 2 * (kernel === "bartlett" ? 1 - l / (lag + 1) : 1) * covariances[l]!;
  return total;
}

/** Newey and West's rule of thumb, floor(4 (T/100)^(2/9)). */
export function neweyWestLag(n: number): number {
  return Math.floor(4 * (n / 100) ** (2 / 9));
}

/**
 * Default lag of the headline IC test: max(2 (h - 1), ceil(1.3 sqrt(T))). A Bartlett lag of exactly h - 1 gives about
 * two thirds of the true sum of an overlapping series (METHODS I4); judge it by fixed-b critical values.
 */
export function overlapLag(n: number, horizon: number): number {
  return Math.max(2 * (horizon - 1), Math.ceil(1.3 * Math.sqrt(n)));
}

/** Newey and West's (1994) data-driven Bartlett lag. */
export function neweyWestAutomaticLag(values: Column): number {
  const n = values.length;
  const reach = Math.min(n - 1, Math.floor(4 * (n / 100) ** (2 / 9)));
  const covariances = autocovariances(values, Math.max(0, reach));
  let flat = covariances[0]!;
  let sloped = 0;
  for (let l = 1; l <= reach; l++) {
    flat += 2 * covariances[l]!;
    sloped += 2 * l * covariances[l]!;
  }
  if (flat === 0 || !Number.isFinite(flat)) return 0;
  return Math.min(n - 1, Math.floor(1.1447 * ((sloped / flat) ** 2 * n) ** (1 / 3)));
}

export interface MeanTest {
  readonly n: number;
  readonly dropped: number;
  readonly lag: number;
  readonly kernel: LagKernel;
  readonly mean: number | null;
  readonly standardError: number | null;
  readonly t: number | null;
  /** Two-sided, standard normal. */
  readonly pNormal: number | null;
  /** Two-sided, Student's t with n - 1 degrees of freedom. */
  readonly pStudent: number | null;
}

/** t = mean / sqrt(LRV / n) over the finite values. A uniform kernel with LRV <= 0 falls back to Bartlett (and says so). */
export function meanTest(values: Column, choice: LagChoice): MeanTest {
  const kept = finiteValues(values);
  const n = kept.length;
  const centre = mean(kept);
  let kernel = choice.kernel ?? "bartlett";
  let spread = longRunVariance(kept, {lag: choice.lag, kernel});
  if (kernel === "uniform" && !(spread > 0)) {
    kernel = "bartlett";
    spread = longRunVariance(kept, {lag: choice.lag, kernel});
  }
  return tested({kept, dropped: values.length - n, lag: choice.lag, kernel, centre, error: Math.sqrt(spread / n)});
}

/** t = mean / (std / sqrt(n)) with ddof 1: right for independent values only. */
export function independentMeanTest(values: Column): MeanTest {
  const kept = finiteValues(values);
  const n = kept.length;
  const error = Math.sqrt(longRunVariance(kept, {lag: 0}) / (n - 1));
  return tested({kept, dropped: values.length - n, lag: 0, kernel: "bartlett", centre: mean(kept), error});
}

interface Estimate {
  readonly kept: Float64Array;
  readonly dropped: number;
  readonly lag: number;
  readonly kernel: LagKernel;
  readonly centre: number;
  readonly error: number;
}

function tested({kept, dropped, lag, kernel, centre, error}: Estimate): MeanTest {
  const n = kept.length;
  const t = n < 2 || isDegenerate(error * Math.sqrt(n), centre) ? Number.NaN : centre / error;
  return {
    n,
    dropped,
    lag,
    kernel,
    mean: orNull(centre),
    standardError: orNull(error),
    t: orNull(t),
    pNormal: orNull(normalTwoSided(t)),
    pStudent: orNull(studentTwoSided(t, n - 1))
  };
}
