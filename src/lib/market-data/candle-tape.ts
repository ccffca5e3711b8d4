/**
 * History as a tape: the same events in the same order as the sequencer gives for the same candles, without holding
 * more than the slice at hand. A test holds the two equal.
 */
import type {MarketDataEvent} from "../events/market-data-event.js";
import type {CandleColumns} from "../vocabulary/candle.js";
import {candleAt} from "../vocabulary/candle-rows.js";
import type {InstrumentId} from "../vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import {type CandleOrigin, candleClosed, gapFound, sliceCompleted} from "./candle-event.js";

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
  for (;;) {
    const openTime = earliest(ordered, cursors);
    if (openTime === Number.POSITIVE_INFINITY) return;
    const there: string[] = [];
    const missing: string[] = [];
    for (let i = 0; i < ordered.length; i++) {
      const entry = ordered[i] as TapeSeries;
      const cursor = cursors[i] as number;
      if (entry.columns.openTime[cursor] !== openTime) {
        missing.push(entry.instrument);
        continue;
      }
      there.push(entry.instrument);
      cursors[i] = cursor + 1;
      yield* candleEvents(timeframe, entry, cursor);
    }
    yield sliceCompleted({
      timeframe,
      closeTime: openTime + timeframeMs(timeframe),
      instruments: there,
      missing
    });
  }
}

function earliest(series: readonly TapeSeries[], cursors: Int32Array): number {
  let openTime = Number.POSITIVE_INFINITY;
  for (let i = 0; i < series.length; i++)
    openTime = Math.min(openTime, series[i]?.columns.openTime[cursors[i] as number] ?? Number.POSITIVE_INFINITY);
  return openTime;
}

function* candleEvents(timeframe: Timeframe, entry: TapeSeries, index: number): Generator<MarketDataEvent> {
  const {instrument, columns, origin} = entry;
  const candle = candleAt(columns, index);
  const length = timeframeMs(timeframe);
  const before = columns.openTime[index - 1];
  const expected = before === undefined ? candle.openTime : before + length;
  const missingBefore = (candle.openTime - expected) / length;
  if (missingBefore > 0) {
    const to = candle.openTime - length;
    yield gapFound({instrument, timeframe, from: expected, to, reason: "unknown", recordedAt: candle.closeTime});
  }
  yield candleClosed({instrument, timeframe, candle, origin, missingBefore});
}
