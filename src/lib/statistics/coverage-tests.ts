// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Are value-at-risk or interval misses as frequent and as independent as they should be? (METHODS S10) */
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import type {Column} from "./column.js";

export interface CoverageTest {
  readonly n: number;
  readonly misses: number;
  readonly rate: number | null;
  /** Kupiec (1995): the rate of misses, chi-squared(1). */
  readonly unconditional: LikelihoodRatio | null;
  /** Christoffersen (1998): independence against a first-order chain, chi-squared(1). */
  readonly independence: LikelihoodRatio | null;
  /** Both, chi-squared(2). */
  readonly conditional: LikelihoodRatio | null;
  /** Pairs of neighbours: hit-hit, hit-miss, miss-hit, miss-miss. */
  readonly transitions: readonly [number, number, number, number];
}

export interface LikelihoodRatio {
  readonly statistic: number;
  readonly p: number;
}

/** @param misses 1 where the outcome was outside, 0 elsewhere @param alpha the share that should be outside */
export function coverageTest(misses: Column, alpha: number): CoverageTest {
  const n = misses.length;
  let missed = 0;
  const transitions: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    if (misses[i] === 1) missed++;
    if (i > 0) transitions[(misses[i - 1] === 1 ? 2 : 0) + (misses[i] === 1 ? 1 : 0)]!++;
  }
  if (n < 2)
    return {n, misses: missed, rate: null, unconditional: null, independence: null, conditional: null, transitions};
  const unconditional = 2 * (logLikelihood(missed, n, missed / n) - logLikelihood(missed, n, alpha));
  const [stayed, left, returned, repeated] = transitions;
  const [calm, tense] = [stayed + left, returned + repeated];
  const pooled = (left + repeated) / (n - 1);
  const independence =
    2 *
    (logLikelihood(left, calm, left / calm) +
      logLikelihood(repeated, tense, repeated / tense) -
      logLikelihood(left + repeated, n - 1, pooled));
  const ratio = (statistic: number, df: number) => ({
    statistic: Math.max(0, statistic),
    p: chiSquaredUpper(statistic, df)
  });
  return {
    n,
    misses: missed,
    rate: missed / n,
    unconditional: ratio(unconditional, 1),
    independence: ratio(independence, 1),
    conditional: ratio(unconditional + independence, 2),
    transitions
  };
}

/** k ln p + (n - k) ln(1 - p) with 0 ln 0 = 0. */
function logLikelihood(k: number, n: number, p: number): number {
  return (k === 0 ? 0 : k * Math.log(p)) + (n - k === 0 ? 0 : (n - k) * Math.log1p(-p));
}
