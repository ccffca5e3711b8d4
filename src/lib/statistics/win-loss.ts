/** Wins against losses, per bar or per trade (METHODS 8.1). A return of exactly 0 is neither. */
import {type Column, finiteValues, orNull, unlessNaN} from "./column.js";
import {drawdownSeries} from "./drawdown.js";
import {isDegenerate, mean, standardDeviation, sum} from "./moments.js";
import {quantileOfSorted, sortedValues} from "./quantile.js";

export interface WinLoss {
  readonly n: number;
  readonly dropped: number;
  readonly wins: number;
  readonly losses: number;
  /** wins / non-zero; null when all are 0. */
  readonly winRate: number | null;
  readonly meanWin: number | null;
  readonly meanLoss: number | null;
  /** Mean win / |mean loss|. */
  readonly payoff: number | null;
  /** Sum of wins / |sum of losses|; infinite without a loss. */
  readonly profitFactor: number | null;
  /** Mean of the non-zero returns. */
  readonly expectancy: number | null;
  /** p - (1 - p) / payoff. */
  readonly kelly: number | null;
  /** Sum of returns / |sum of losses|. */
  readonly gainToPain: number | null;
  /** |Sum of returns| / |deepest drawdown| (quantstats' definition). */
  readonly recoveryFactor: number | null;
  /** Profit factor * tail ratio. */
  readonly commonSense: number | null;
  /** 99 % quantile / mean of the returns of at least 0. */
  readonly outlierWin: number | null;
  /** 1 % quantile / mean loss. */
  readonly outlierLoss: number | null;
  /** sqrt(n) mean / std (Tharp's system quality number). */
  readonly systemQuality: number | null;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
}

export function winLoss(returns: Column): WinLoss {
  const kept = finiteValues(returns);
  const wins = kept.filter((value) => value > 0);
  const losses = kept.filter((value) => value < 0);
  const sorted = sortedValues(kept);
  const winRate = wins.length / (wins.length + losses.length);
  const payoff = mean(wins) / Math.abs(mean(losses));
  const profitFactor = sum(wins) / Math.abs(sum(losses));
  const tail = Math.abs(quantileOfSorted(sorted, 0.95)) / Math.abs(quantileOfSorted(sorted, 0.05));
  const deepest = drawdownSeries(kept).reduce((low, value) => Math.min(low, value), 0);
  const std = standardDeviation(kept);
  return {
    n: kept.length,
    dropped: returns.length - kept.length,
    wins: wins.length,
    losses: losses.length,
    winRate: orNull(winRate),
    meanWin: orNull(mean(wins)),
    meanLoss: orNull(mean(losses)),
    payoff: orNull(payoff),
    profitFactor: unlessNaN(profitFactor),
    expectancy: orNull((sum(wins) + sum(losses)) / (wins.length + losses.length)),
    kelly: orNull(winRate - (1 - winRate) / payoff),
    gainToPain: orNull(sum(kept) / Math.abs(sum(losses))),
    recoveryFactor: orNull(Math.abs(sum(kept)) / Math.abs(deepest)),
    commonSense: orNull(profitFactor * tail),
    outlierWin: orNull(quantileOfSorted(sorted, 0.99) / mean(kept.filter((value) => value >= 0))),
    outlierLoss: orNull(quantileOfSorted(sorted, 0.01) / mean(losses)),
    systemQuality: isDegenerate(std, mean(kept)) ? null : orNull((Math.sqrt(kept.length) * mean(kept)) / std),
    longestWinStreak: longestStreak(kept, (value) => value > 0),
    longestLossStreak: longestStreak(kept, (value) => value < 0)
  };
}

function longestStreak(values: Float64Array, counts: (value: number) => boolean): number {
  let longest = 0;
  let current = 0;
  for (const value of values) {
    current = counts(value) ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}
