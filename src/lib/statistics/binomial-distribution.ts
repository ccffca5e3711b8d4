/** Binomial probabilities and the exact tails of the hit tests. */
import {betaCdf} from "./beta-distribution.js";
import {logChoose} from "./gamma-function.js";

export interface BinomialTrial {
  readonly n: number;
  readonly p: number;
}

export function binomialProbability(k: number, {n, p}: BinomialTrial): number {
  if (k < 0 || k > n) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  return Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** P(K <= k). */
export function binomialCdf(k: number, {n, p}: BinomialTrial): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaCdf(1 - p, {a: n - Math.floor(k), b: Math.floor(k) + 1});
}

/** P(K >= k). */
export function binomialUpper(k: number, {n, p}: BinomialTrial): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return betaCdf(p, {a: k, b: n - k + 1});
}

/** Exact two-sided p: the total probability of outcomes no more likely than k (R's binom.test). */
export function binomialTwoSided(k: number, trial: BinomialTrial): number {
  const limit = binomialProbability(k, trial) * (1 + 1e-7);
  let total = 0;
  for (let i = 0; i <= trial.n; i++) {
    const probability = binomialProbability(i, trial);
    if (probability <= limit) total += probability;
  }
  return Math.min(1, total);
}
