// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Statistics of single trades: excursions, holding time, efficiency, and the order's luck (METHODS 8.7). */
import {resampleIndices} from "./bootstrap.js";
import {type Column, orNull} from "./column.js";
import {drawdownSeries} from "./drawdown.js";
import {mean} from "./moments.js";
import {quantileOfSorted} from "./quantile.js";

export interface TradePath {
  readonly side: 1 | -1;
  readonly entryPrice: number;
  readonly exitPrice: number;
  /** Highs and lows of the bars held, entry and exit bars among them. */
  readonly highs: Column;
  readonly lows: Column;
}

export interface TradeExcursion {
  readonly return: number;
  /** Worst and best return while it was open: at most 0 and at least 0. */
  readonly adverse: number;
  readonly favourable: number;
  readonly bars: number;
  /** Where in the range of the trade the entry, and the exit, lay: 1 = best possible. Null without a range. */
  readonly entryEfficiency: number | null;
  readonly exitEfficiency: number | null;
}

export function tradeExcursion({side, entryPrice, exitPrice, highs, lows}: TradePath): TradeExcursion {
  let high = Math.max(entryPrice, exitPrice);
  let low = Math.min(entryPrice, exitPrice);
  for (let i = 0; i < highs.length; i++) {
    high = Math.max(high, highs[i]!);
    low = Math.min(low, lows[i]!);
  }
  const of = (price: number) => side * (price / entryPrice - 1);
  const range = high - low;
  const [best, worst] = side === 1 ? [high, low] : [low, high];
  return {
    return: of(exitPrice),
    adverse: Math.min(0, of(worst)),
    favourable: Math.max(0, of(best)),
    bars: highs.length,
    entryEfficiency: range > 0 ? (side * (best - entryPrice)) / range : null,
    exitEfficiency: range > 0 ? (side * (exitPrice - worst)) / range : null
  };
}

export interface OrderOfTrades {
  readonly resamples: number;
  /** "block" keeps neighbouring trades together; "shuffle" destroys autocorrelation, and the report must say so. */
  readonly kind: "block" | "shuffle";
  readonly meanDrawdown: number | null;
  /** 5 % quantile of the deepest drawdown: one in twenty orders is worse. */
  readonly drawdown5: number | null;
  readonly drawdown50: number | null;
}

/** Deepest drawdown over other orders of the same trades. @param block trades that stay together; 1 = independent draws */
export function orderOfTrades(
  returns: Column,
  {seed, block, resamples = 2000}: {seed: number; block: number; resamples?: number}
): OrderOfTrades {
  const n = returns.length;
  const sets = resampleIndices({n, resamples, seed, scheme: block > 1 ? "circular" : "iid", block});
  const deepest = Float64Array.from({length: n === 0 ? 0 : resamples}, (_, b) => {
    const order = sets.indices.subarray(b * n, (b + 1) * n);
    return drawdownSeries(Float64Array.from(order, (i) => returns[i]!)).reduce((low, value) => Math.min(low, value), 0);
  }).sort();
  return {
    resamples,
    kind: block > 1 ? "block" : "shuffle",
    meanDrawdown: orNull(mean(deepest)),
    drawdown5: orNull(quantileOfSorted(deepest, 0.05)),
    drawdown50: orNull(quantileOfSorted(deepest, 0.5))
  };
}
