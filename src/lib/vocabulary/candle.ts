/**
 * One bar of trading. A candle is named by `openTime`, covers [openTime, closeTime) and may be used only from
 * `closeTime` on. Many candles travel as columns; one candle travels as an object.
 */
import type {Timeframe} from "./timeframe.js";

export interface Candle {
  /** Epoch milliseconds, UTC. */
  readonly openTime: number;
  readonly closeTime: number;
  /** Quote units per base unit. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Base units. */
  readonly volume: number;
  /** Quote units; NaN where the source does not say. */
  readonly quoteVolume: number;
  /** Number of trades; NaN where the source does not say. */
  readonly tradeCount: number;
  /** Base units bought by takers; NaN where the source does not say. */
  readonly takerBuyVolume: number;
}

/** Candles of one instrument and timeframe, in order of `openTime`, all columns of the same length. */
export interface CandleColumns {
  readonly timeframe: Timeframe;
  readonly length: number;
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly quoteVolume: Float64Array;
  readonly tradeCount: Float64Array;
  readonly takerBuyVolume: Float64Array;
}

export const CANDLE_COLUMN_NAMES = [
  "openTime",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "quoteVolume",
  "tradeCount",
  "takerBuyVolume"
] as const;

/** Columns with room for `length` candles, all NaN. */
export function emptyCandleColumns(timeframe: Timeframe, length: number): CandleColumns {
  const column = () => new Float64Array(length).fill(Number.NaN);
  return {
    timeframe,
    length,
    openTime: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    quoteVolume: column(),
    tradeCount: column(),
    takerBuyVolume: column()
  };
}
