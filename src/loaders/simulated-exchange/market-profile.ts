/** What the simulated exchange lists: five instruments that differ in price, size, risk and in how they follow the market. */
import type {Random} from "../../lib/core/random.js";
import {DAY_MS} from "../../lib/core/time.js";

export interface MarketProfile {
  /** As ccxt writes it, e.g. `BTC/USDT`. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** Quote units on the first day. */
  readonly startPrice: number;
  /** Decimals of a price and of an amount: the increments are 10^-decimals. */
  readonly priceDecimals: number;
  readonly amountDecimals: number;
  /** Share of the market's daily return that this one takes. */
  readonly marketBeta: number;
  /** Daily standard deviation of what is its own. */
  readonly ownVolatility: number;
  /** Trades on an average day, and the average trade's size in quote units. */
  readonly tradesPerDay: number;
  readonly tradeSizeQuote: number;
}

/** First day of the simulated market: 2021-01-04, a Monday. */
export const GENESIS_MS = Date.UTC(2021, 0, 4);

export function dayIndex(time: number): number {
  return Math.floor((time - GENESIS_MS) / DAY_MS);
}

export const DEFAULT_PROFILES: readonly MarketProfile[] = [
  profile("BTC", {startPrice: 32_000, decimals: [2, 5], beta: 0.9, own: 0.008, trades: 40_000, size: 900}),
  profile("ETH", {startPrice: 1_200, decimals: [2, 4], beta: 1.1, own: 0.015, trades: 30_000, size: 600}),
  profile("SOL", {startPrice: 40, decimals: [3, 3], beta: 1.3, own: 0.028, trades: 20_000, size: 300}),
  profile("XRP", {startPrice: 0.6, decimals: [5, 1], beta: 1, own: 0.022, trades: 16_000, size: 250}),
  profile("DOGE", {startPrice: 0.08, decimals: [6, 0], beta: 1.2, own: 0.03, trades: 12_000, size: 200})
];

interface ProfileFigures {
  readonly startPrice: number;
  /** Of a price, of an amount. */
  readonly decimals: readonly [number, number];
  readonly beta: number;
  readonly own: number;
  readonly trades: number;
  readonly size: number;
}

function profile(base: string, {startPrice, decimals, beta, own, trades, size}: ProfileFigures): MarketProfile {
  return {
    symbol: `${base}/USDT`,
    base,
    quote: "USDT",
    startPrice,
    priceDecimals: decimals[0],
    amountDecimals: decimals[1],
    marketBeta: beta,
    ownVolatility: own,
    tradesPerDay: trades,
    tradeSizeQuote: size
  };
}

/** More listings of the same kind, for load tests: `C0/USDT`, `C1/USDT`, ... */
export function manyProfiles(count: number, random: Random): MarketProfile[] {
  return Array.from({length: count}, (_, index) =>
    profile(`C${index}`, {
      startPrice: 10 + 90 * random.next(),
      decimals: [3, 3],
      beta: 0.6 + random.next(),
      own: 0.01 + 0.03 * random.next(),
      trades: 10_000,
      size: 200
    })
  );
}
