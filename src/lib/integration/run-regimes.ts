/**
 * A run by the market's volatility: how it did while the market was calm, usual or wild. The market is the equal-weight
 * mean of the instruments, its volatility the standard deviation of the returns behind each mark; the bounds are the
 * run's own terciles, so this describes what was and could not have been known while it ran.
 */
import {mean, meanOverDeviation, standardDeviation} from "../statistics/moments.js";
import {quantileOfSorted} from "../statistics/quantile.js";
import type {RunRecord} from "./run-record.js";
import type {RunSeries} from "./run-statistics.js";
import type {Trade} from "./trade-log.js";

export const REGIMES = ["calm", "usual", "wild"] as const;

/** Returns behind a mark that its market volatility is taken over. */
export const REGIME_WINDOW = 24;

export interface RegimeFigures {
  readonly regime: (typeof REGIMES)[number];
  /** Marks in it. */
  readonly candles: number;
  /** Compounded over its marks, a fraction. */
  readonly return: number | null;
  /** A year's; null where the returns do not vary. */
  readonly volatility: number | null;
  readonly sharpe: number | null;
  /** The market's compounded return over the same marks. */
  readonly market: number | null;
  /** Closed trades entered in it, and the share of them with a profit. */
  readonly trades: number;
  readonly winRate: number | null;
}

/** Empty when there are too few marks to tell regimes apart. */
export function regimesOf(record: RunRecord, series: RunSeries, periodsPerYear: number): readonly RegimeFigures[] {
  const regimes = regimeOfMarks(series.equalWeightReturns);
  if (regimes === null) return [];
  const entered = tradesByRegime(record.trades, series.times, regimes);
  return REGIMES.map((regime, index) => {
    const inside = (_: number, mark: number) => regimes[mark] === index;
    const returns = series.returns.filter(inside);
    const trades = entered[index] ?? [];
    const ratio = meanOverDeviation(returns);
    return {
      regime,
      candles: returns.length,
      return: compounded(returns),
      volatility: finite(standardDeviation(returns) * Math.sqrt(periodsPerYear)),
      sharpe: finite(ratio * Math.sqrt(periodsPerYear)),
      market: compounded(series.equalWeightReturns.filter(inside)),
      trades: trades.length,
      winRate: finite(mean(trades.map((trade) => (trade.profitRatio > 0 ? 1 : 0))))
    };
  });
}

/** Of each mark the regime's index, -1 before there is a window. */
function regimeOfMarks(market: Float64Array): Int8Array | null {
  const MINIMUM_MARKS = 4 * REGIME_WINDOW;
  if (market.length < MINIMUM_MARKS) return null;
  const volatility = market.map((_, mark) =>
    mark < REGIME_WINDOW ? Number.NaN : standardDeviation(market.subarray(mark - REGIME_WINDOW + 1, mark + 1))
  );
  const known = volatility.filter((value) => Number.isFinite(value)).sort();
  const [low, high] = [quantileOfSorted(known, 1 / 3), quantileOfSorted(known, 2 / 3)];
  if (!(high > low)) return null;
  return Int8Array.from(volatility, (value) => (Number.isNaN(value) ? -1 : value <= low ? 0 : value <= high ? 1 : 2));
}

function tradesByRegime(trades: readonly Trade[], times: Float64Array, regimes: Int8Array): readonly Trade[][] {
  const groups: Trade[][] = REGIMES.map(() => []);
  for (const trade of trades) {
    const mark = lastAtOrBefore(times, trade.entryTime);
    groups[regimes[mark] ?? -1]?.push(trade);
  }
  return groups;
}

/** @returns -1 when all are later */
function lastAtOrBefore(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function compounded(returns: Float64Array): number | null {
  return returns.length === 0 ? null : finite(returns.reduce((growth, value) => growth * (1 + value), 1) - 1);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
