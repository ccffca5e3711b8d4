// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Are a strategy's entries better than entries at random times? Each draw keeps every trade's instrument, side, length
 * and cost, and moves its entry to a random candle (Monte Carlo permutation, Masters 2006; Aronson 2007). What is left
 * of the mean return is the timing.
 */
import {seededRandom} from "../core/random.js";
import {type Column, orNull} from "./column.js";
import {quantileOfSorted} from "./quantile.js";

export interface PlacedTrade {
  /** Opening prices of the trade's instrument, in order of time. */
  readonly opens: Column;
  readonly side: 1 | -1;
  /** Candles held, at least 1. */
  readonly candles: number;
  /** Costs as a share of the value entered. */
  readonly cost: number;
  /** Net return on the value entered. */
  readonly return: number;
}

export interface RandomEntries {
  /** Trades compared, and trades left out: held for no whole candle, or longer than there are candles. */
  readonly n: number;
  readonly dropped: number;
  readonly draws: number;
  /** Mean net return of the trades as they were. */
  readonly actual: number | null;
  /** Mean, 5 % and 95 % quantile over the draws. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** (1 + draws at least as good) / (1 + draws), one-sided (Phipson and Smyth 2010). */
  readonly pValue: number | null;
}

export function compareWithRandomEntries(
  trades: readonly PlacedTrade[],
  {seed, draws = 1000}: {readonly seed: number; readonly draws?: number}
): RandomEntries {
  const kept = trades.filter(({opens, candles}) => candles >= 1 && candles < opens.length);
  const n = kept.length;
  const dropped = trades.length - n;
  if (n === 0) return {n, dropped, draws, actual: null, mean: null, low: null, high: null, pValue: null};
  const actual = kept.reduce((sum, trade) => sum + trade.return, 0) / n;
  const random = seededRandom(seed);
  const means = Float64Array.from({length: draws}, () => {
    let sum = 0;
    for (const {opens, side, candles, cost} of kept) {
      const entry = random.below(opens.length - candles);
      sum += side * (opens[entry + candles]! / opens[entry]! - 1) - cost;
    }
    return sum / n;
  });
  const better = means.reduce((count, value) => count + (value >= actual ? 1 : 0), 0);
  const sorted = means.slice().sort();
  return {
    n,
    dropped,
    draws,
    actual: orNull(actual),
    mean: orNull(means.reduce((sum, value) => sum + value, 0) / draws),
    low: orNull(quantileOfSorted(sorted, 0.05)),
    high: orNull(quantileOfSorted(sorted, 0.95)),
    pValue: (1 + better) / (1 + draws)
  };
}
