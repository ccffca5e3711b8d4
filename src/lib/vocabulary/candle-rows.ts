/** Between columns and single candles. */
import {present} from "../core/assert.js";
import {CANDLE_COLUMN_NAMES, type Candle, type CandleColumns, emptyCandleColumns} from "./candle.js";
import {type Timeframe, timeframeMs} from "./timeframe.js";

/** The candle at `index`, which must be below `columns.length`. */
export function candleAt(columns: CandleColumns, index: number): Candle {
  const openTime = present(columns.openTime[index], () => `candle ${index}`);
  return {
    openTime,
    closeTime: openTime + timeframeMs(columns.timeframe),
    open: columns.open[index] as number,
    high: columns.high[index] as number,
    low: columns.low[index] as number,
    close: columns.close[index] as number,
    volume: columns.volume[index] as number,
    quoteVolume: columns.quoteVolume[index] as number,
    tradeCount: columns.tradeCount[index] as number,
    takerBuyVolume: columns.takerBuyVolume[index] as number
  };
}

export function columnsOf(timeframe: Timeframe, candles: readonly Candle[]): CandleColumns {
  const columns = emptyCandleColumns(timeframe, candles.length);
  candles.forEach((candle, index) => {
    for (const name of CANDLE_COLUMN_NAMES) columns[name][index] = candle[name];
  });
  return columns;
}

/** The candles from index `from` to before `to`, sharing memory with `columns`. */
export function sliceColumns(columns: CandleColumns, from: number, to: number): CandleColumns {
  const part = {...columns, length: to - from};
  for (const name of CANDLE_COLUMN_NAMES) part[name] = columns[name].subarray(from, to);
  return part;
}
