/**
 * Candles for the columnar path: one set of columns an instrument on shared memory, its warm-up first. The object goes
 * to worker threads as it is (structured clone); there the columns are the same memory, not copies.
 */
import {assert} from "../../core/assert.js";
import type {TapeSeries} from "../../market-data/candle-tape.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../vocabulary/candle.js";
import type {InstrumentId} from "../../vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../vocabulary/timeframe.js";

export interface ColumnarSeries {
  readonly instrument: InstrumentId;
  /** In order of open time, warm-up and traded candles together. */
  readonly columns: CandleColumns;
  /** Index of the first candle that may be traded. */
  readonly firstTraded: number;
  /** Whether a candle is missing somewhere; where the warm-up meets what is traded nothing counts as missing. */
  readonly hasGaps: boolean;
}

export interface ColumnarMarket {
  readonly timeframe: Timeframe;
  /** In order of instrument id, as the tape has them. */
  readonly series: readonly ColumnarSeries[];
}

export interface ColumnarCut {
  readonly timeframe: Timeframe;
  /** Seen before the first decision. */
  readonly warmUp: readonly TapeSeries[];
  /** All of it after the warm-up. */
  readonly traded: readonly TapeSeries[];
}

/** Copies the candles to shared memory. @throws InvariantError when a warm-up does not end before what is traded. */
export function prepareColumns({timeframe, warmUp, traded}: ColumnarCut): ColumnarMarket {
  const ids = [...new Set([...warmUp, ...traded].map(({instrument}) => instrument))].sort((a, b) => (a < b ? -1 : 1));
  const columnsOf = (series: readonly TapeSeries[], id: InstrumentId) =>
    series.find(({instrument}) => instrument === id)?.columns ?? null;
  return {
    timeframe,
    series: ids.map((instrument) => {
      const before = columnsOf(warmUp, instrument);
      const columns = joined(timeframe, [before, columnsOf(traded, instrument)]);
      const firstTraded = before?.length ?? 0;
      return {instrument, columns, firstTraded, hasGaps: hasGaps(columns, firstTraded)};
    })
  };
}

function joined(timeframe: Timeframe, parts: readonly (CandleColumns | null)[]): CandleColumns {
  const there = parts.filter((part) => part !== null);
  const length = there.reduce((sum, part) => sum + part.length, 0);
  const columns = Object.fromEntries(
    CANDLE_COLUMN_NAMES.map((name) => {
      const column = sharedColumn(length);
      let at = 0;
      for (const part of there) {
        column.set(part[name].subarray(0, part.length), at);
        at += part.length;
      }
      return [name, column];
    })
  );
  const whole = {timeframe, length, ...columns} as unknown as CandleColumns;
  for (let i = 1; i < length; i++) {
    const [before, now] = [whole.openTime[i - 1] as number, whole.openTime[i] as number];
    assert(before < now, `candles are in order of open time; ${now} comes after ${before}`);
  }
  return whole;
}

function hasGaps({openTime, length, timeframe}: CandleColumns, firstTraded: number): boolean {
  const candleMs = timeframeMs(timeframe);
  for (let i = 1; i < length; i++)
    if ((openTime[i] as number) - (openTime[i - 1] as number) !== candleMs && i !== firstTraded) return true;
  return false;
}

/** On shared memory where the platform has it (a page must be cross-origin isolated for it), else on its own. */
export function sharedColumn(length: number): Float64Array {
  const bytes = length * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(
    typeof SharedArrayBuffer === "undefined" ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes)
  );
}
