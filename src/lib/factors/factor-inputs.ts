/** What factors are fed with besides candles. Each is handed over only once it is known: never later than the close. */
import type {MarketFigure} from "../events/market-data-event.js";
import type {Candle, CandleColumns} from "../vocabulary/candle.js";
import type {Timeframe} from "../vocabulary/timeframe.js";

export const FACTOR_INPUTS = [
  "open",
  "high",
  "low",
  "close",
  "volume",
  "quoteVolume",
  "tradeCount",
  "takerBuyVolume",
  "time",
  "reference",
  "trades",
  "book",
  "funding",
  "figures"
] as const;
export type FactorInput = (typeof FACTOR_INPUTS)[number];

/** What a calculation may know at a candle's close, besides the candle. */
export interface FactorContext {
  readonly timeframe: Timeframe;
  /** The reference instrument's candle of the same close time; null where it has none, or there is no reference. */
  readonly reference: Candle | null;
}

export interface FactorTrade {
  readonly time: number;
  /** Quote units per base unit. */
  readonly price: number;
  /** Base units. */
  readonly amount: number;
  readonly takerSide: "buy" | "sell" | null;
}

/** [price, amount], best first. */
export type FactorBookLevels = readonly (readonly [number, number])[];

export interface FactorBook {
  readonly time: number;
  readonly bids: FactorBookLevels;
  readonly asks: FactorBookLevels;
}

export interface FactorFunding {
  readonly time: number;
  /** Fraction of the position's value per interval; positive: longs pay shorts. */
  readonly rate: number;
  readonly intervalHours: number;
}

/** Open interest, a ratio of longs and shorts, liquidations. */
export interface FactorFigure {
  readonly time: number;
  readonly figure: MarketFigure;
  readonly value: number;
}

/** What a factor is fed with besides its own candles when many are calculated at once; each list in order of time. */
export interface FactorFeeds {
  /** Candles of the reference instrument, joined by open time; only those present there are seen. */
  readonly reference?: CandleColumns;
  readonly trades?: readonly FactorTrade[];
  readonly books?: readonly FactorBook[];
  readonly fundings?: readonly FactorFunding[];
  readonly figures?: readonly FactorFigure[];
}
