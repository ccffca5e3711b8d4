/**
 * History as a tape: the same events in the same order as the sequencer gives for the same candles, without holding
 * more than the slice at hand. A test holds the two equal.
 */
import type {MarketDataEvent} from "../events/market-data-event.js";
import type {Candle, CandleColumns} from "../vocabulary/candle.js";
import type {InstrumentId} from "../vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import {type CandleOrigin, candleClosed, candleEventHead, gapFound, sliceOf} from "./candle-event.js";

export interface TapeSeries {
  readonly instrument: InstrumentId;
  /** In order of open time, each open time once. */
  readonly columns: CandleColumns;
  readonly origin: CandleOrigin;
}

/** CandleClosed, MarketDataGapFound and SliceCompleted of whole series, by close time and then by instrument. */
export function* candleTape(timeframe: Timeframe, series: readonly TapeSeries[]): Generator<MarketDataEvent> {
  const ordered = [...series].sort((a, b) => (a.instrument < b.instrument ? -1 : a.instrument > b.instrument ? 1 : 0));
  const cursors = new Int32Array(ordered.length);
  const length = timeframeMs(timeframe);
  const heads = ordered.map(({instrument}) => candleEventHead(instrument, timeframe));
  const all = ordered.map(({instrument}) => instrument);
  for (;;) {
    const openTime = earliest(ordered, cursors);
    if (openTime === Number.POSITIVE_INFINITY) return;
    const missing: string[] = [];
    for (let i = 0; i < ordered.length; i++) {
      const entry = ordered[i] as TapeSeries;
      const cursor = cursors[i] as number;
      if (entry.columns.openTime[cursor] !== openTime) {
        missing.push(entry.instrument);
        continue;
      }
      cursors[i] = cursor + 1;
      const missingBefore = missingBeforeCandle(entry.columns, cursor, length);
      if (missingBefore > 0) yield gapBefore(timeframe, entry, {openTime, missingBefore, length});
      const {instrument, columns, origin} = entry;
      const candle = candleOf(columns, cursor, length);
      yield candleClosed({instrument, timeframe, candle, origin, missingBefore, idHead: heads[i] as string});
    }
    // Most slices are whole: they share one list.
    const instruments = missing.length === 0 ? all : all.filter((instrument) => !missing.includes(instrument));
    yield sliceOf({timeframe, closeTime: openTime + length, instruments, missing});
  }
}

function earliest(series: readonly TapeSeries[], cursors: Int32Array): number {
  let openTime = Number.POSITIVE_INFINITY;
  for (let i = 0; i < series.length; i++) {
    const {columns} = series[i] as TapeSeries;
    const cursor = cursors[i] as number;
    if (cursor < columns.length) openTime = Math.min(openTime, columns.openTime[cursor] as number);
  }
  return openTime;
}

function candleOf(columns: CandleColumns, index: number, length: number): Candle {
  const openTime = columns.openTime[index] as number;
  return {
    openTime,
    closeTime: openTime + length,
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

/** Candles between this one and the one before it in the series; 0 for the first. */
function missingBeforeCandle({openTime}: CandleColumns, index: number, length: number): number {
  return index === 0 ? 0 : ((openTime[index] as number) - (openTime[index - 1] as number) - length) / length;
}

interface GapPlace {
  readonly openTime: number;
  readonly missingBefore: number;
  readonly length: number;
}

function gapBefore(
  timeframe: Timeframe,
  {instrument}: TapeSeries,
  {openTime, missingBefore, length}: GapPlace
): MarketDataEvent {
  const from = openTime - missingBefore * length;
  const recordedAt = openTime + length;
  return gapFound({instrument, timeframe, from, to: openTime - length, reason: "unknown", recordedAt});
}
