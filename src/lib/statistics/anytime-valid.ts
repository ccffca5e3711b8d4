// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Tests that may be looked at after every case (METHODS S14): a bettor's wealth is a martingale under the null, so that it
 * passes 1/alpha with probability at most alpha, however often one looks (Ville 1939; Waudby-Smith and Ramdas 2023).
 */
import type {Column} from "./column.js";

export interface BettingTest {
  readonly n: number;
  /** Wealth after each case, from 1. */
  readonly wealth: Float64Array;
  /** 1 / largest wealth so far, at most 1: a p-value valid at any time. */
  readonly p: number;
  /** First case at which the wealth passed 1/alpha; null while it has not. */
  readonly rejectedAt: number | null;
}

export interface BettingOptions {
  /** Bound on the size of each differential. */
  readonly bound: number;
  readonly alpha?: number;
}

/**
 * Null: the mean differential is at most 0, given the past. E_t = prod (1 + lambda_s d_s / c), lambda predictable
 * (a shrunken Kelly bet from past differentials) and in [0, 1/2]. Absent values are skipped.
 * @param differentials e.g. loss of the other one - own loss, within [-bound, bound]
 */
export function bettingTest(differentials: Column, {bound, alpha = 0.05}: BettingOptions): BettingTest {
  const n = differentials.length;
  const wealth = new Float64Array(n);
  let current = 1;
  let largest = 1;
  let sum = 0;
  // One imagined earlier differential of half the bound keeps the first bets small.
  let squares = 0.25;
  let rejectedAt: number | null = null;
  for (let t = 0; t < n; t++) {
    const scaled = Math.max(-1, Math.min(1, differentials[t]! / bound));
    if (Number.isFinite(scaled)) {
      const bet = Math.max(0, Math.min(0.5, sum / squares));
      current *= 1 + bet * scaled;
      sum += scaled;
      squares += scaled * scaled;
    }
    wealth[t] = current;
    largest = Math.max(largest, current);
    if (rejectedAt === null && current >= 1 / alpha) rejectedAt = t;
  }
  return {n, wealth, p: Math.min(1, 1 / largest), rejectedAt};
}

/** e-process of calibration: bets on the sign of past (y - p); wealth grows when forecasts are biased (METHODS S13). */
export function calibrationBetting(p: Column, y: Column, alpha = 0.05): BettingTest {
  const gaps = Float64Array.from(p, (value, i) => y[i]! - value);
  const up = bettingTest(gaps, {bound: 1, alpha});
  const down = bettingTest(
    gaps.map((gap) => -gap),
    {bound: 1, alpha}
  );
  // The mean of two martingales is one: it bets on both directions at once.
  const wealth = up.wealth.map((value, t) => (value + down.wealth[t]!) / 2);
  const largest = wealth.reduce((most, value) => Math.max(most, value), 1);
  const first = wealth.findIndex((value) => value >= 1 / alpha);
  return {n: gaps.length, wealth, p: Math.min(1, 1 / largest), rejectedAt: first < 0 ? null : first};
}
