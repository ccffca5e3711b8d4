/** By which figure trials are ranked, and the same figure over a part of their returns. */
import {finiteValues, orNull} from "../../statistics/column.js";
import {sortinoRatio} from "../../statistics/downside.js";
import {drawdownSeries} from "../../statistics/drawdown.js";
import {meanOverDeviation, standardDeviation} from "../../statistics/moments.js";
import {annualReturn, totalReturn} from "../../statistics/return-summary.js";
import type {TrialFigures} from "./trial-result.js";

export const CRITERIA = [
  "sharpe",
  "totalReturn",
  "annualReturn",
  "sortino",
  "calmar",
  "maximumDrawdown",
  "volatility",
  "profitFactor",
  "winRate"
] as const satisfies readonly (keyof TrialFigures)[];
export type Criterion = (typeof CRITERIA)[number];

/** Of these a smaller figure is the better one. */
const SMALLER_IS_BETTER: ReadonlySet<Criterion> = new Set(["maximumDrawdown", "volatility"]);
/** Of these there is nothing to say from returns alone. */
const OF_TRADES: ReadonlySet<Criterion> = new Set(["profitFactor", "winRate"]);

/** False for what is counted over trades: it cannot be worked out over parts of the time. */
export function isOfReturns(criterion: Criterion): boolean {
  return !OF_TRADES.has(criterion);
}

/** A score of which more is better; null where the figure is undefined. */
export function scoreOf(figures: Pick<TrialFigures, Criterion>, criterion: Criterion): number | null {
  const value = figures[criterion];
  return value === null ? null : SMALLER_IS_BETTER.has(criterion) ? -value : value;
}

/** Indices of the trials from the best to the worst; undefined scores last, equal ones in order of number. */
export function ranking(scores: readonly (number | null)[]): readonly number[] {
  return scores
    .map((_, index) => index)
    .sort((a, b) => {
      const one = scores[a] ?? Number.NEGATIVE_INFINITY;
      const other = scores[b] ?? Number.NEGATIVE_INFINITY;
      return one === other ? a - b : one > other ? -1 : 1;
    });
}

/** What can be said of a stretch of returns. */
export interface ReturnFigures {
  readonly totalReturn: number | null;
  readonly annualReturn: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly maximumDrawdown: number | null;
}

/** @param periods steps a year */
export function returnFigures(returns: ArrayLike<number>, periods: number): ReturnFigures {
  const kept = finiteValues(returns);
  const annual = kept.length === 0 ? null : annualReturn(kept, periods);
  const fall = -drawdownSeries(kept).reduce((low, value) => Math.min(low, value), 0);
  return {
    totalReturn: orNull(totalReturn(kept)),
    annualReturn: annual,
    volatility: orNull(standardDeviation(kept) * Math.sqrt(periods)),
    sharpe: orNull(meanOverDeviation(kept) * Math.sqrt(periods)),
    sortino: orNull(sortinoRatio(kept, {periods}) ?? Number.NaN),
    calmar: annual === null ? null : orNull(annual / fall),
    maximumDrawdown: kept.length === 0 ? null : fall
  };
}

/** The criterion over a stretch of returns, more is better; null where it is undefined there. */
export function scoreOfReturns(
  returns: ArrayLike<number>,
  {criterion, periods}: {readonly criterion: Criterion; readonly periods: number}
): number | null {
  return scoreOf({...returnFigures(returns, periods), profitFactor: null, winRate: null}, criterion);
}
