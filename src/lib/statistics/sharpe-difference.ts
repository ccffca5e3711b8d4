// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Do two strategies' Sharpe ratios differ? (METHODS T-6) */
import {resampleIndices} from "./bootstrap.js";
import {type Column, finitePairs, orNull, pick} from "./column.js";
import {pearson} from "./correlation.js";
import {longRunVariance, neweyWestLag} from "./long-run-variance.js";
import {meanOverDeviation} from "./moments.js";
import {normalTwoSided} from "./normal-distribution.js";
import {sharpeInfluence} from "./sharpe.js";

export interface SharpeDifference {
  readonly n: number;
  readonly dropped: number;
  /** First less second, per bar. */
  readonly difference: number | null;
  readonly statistic: number | null;
  readonly p: number | null;
}

/** Jobson and Korkie (1981) with Memmel's (2003) correction: for iid normal returns. */
export function jobsonKorkieMemmel(first: Column, second: Column): SharpeDifference {
  const {x, y, n, dropped} = finitePairs(first, second);
  const a = meanOverDeviation(x);
  const b = meanOverDeviation(y);
  const rho = pearson(x, y);
  const variance = (2 - 2 * rho + 0.5 * (a * a + b * b - 2 * a * b * rho * rho)) / n;
  const statistic = variance > 0 ? (a - b) / Math.sqrt(variance) : Number.NaN;
  return {n, dropped, difference: orNull(a - b), statistic: orNull(statistic), p: orNull(normalTwoSided(statistic))};
}

export interface LedoitWolfOptions {
  readonly seed: number;
  readonly resamples?: number;
  /** Length of the circular blocks. */
  readonly block: number;
}

/** Ledoit and Wolf (2008): studentised circular block bootstrap of the difference; p = (#{d* >= d} + 1) / (B + 1). */
export function ledoitWolfTest(first: Column, second: Column, options: LedoitWolfOptions): SharpeDifference {
  const {x, y, n, dropped} = finitePairs(first, second);
  const observed = studentised(x, y, 0);
  if (!Number.isFinite(observed.t))
    return {n, dropped, difference: orNull(observed.difference), statistic: null, p: null};
  const resamples = options.resamples ?? 2000;
  const sets = resampleIndices({n, resamples, seed: options.seed, scheme: "circular", block: options.block});
  let atLeast = 0;
  for (let b = 0; b < resamples; b++) {
    const row = sets.indices.subarray(b * n, (b + 1) * n);
    const {t} = studentised(pick(x, row), pick(y, row), observed.difference);
    if (Math.abs(t) >= Math.abs(observed.t)) atLeast++;
  }
  return {
    n,
    dropped,
    difference: observed.difference,
    statistic: observed.t,
    p: (atLeast + 1) / (resamples + 1)
  };
}

/** Difference less its centre over its HAC error by the delta method. */
function studentised(x: Column, y: Column, centre: number): {difference: number; t: number} {
  const difference = meanOverDeviation(x) - meanOverDeviation(y);
  const other = sharpeInfluence(y);
  const influence = sharpeInfluence(x).map((value, i) => value - other[i]!);
  const error = Math.sqrt(longRunVariance(influence, {lag: neweyWestLag(x.length)}) / x.length);
  return {difference, t: error > 0 ? (difference - centre) / error : Number.NaN};
}
