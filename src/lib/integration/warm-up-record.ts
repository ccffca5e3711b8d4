/**
 * What a session was warmed up with, in few words: one entry a series with its range and a hash of its content. With it
 * a replay can ask for the same candles again, and knows whether it got them.
 */
import {canonicalJson} from "../core/canonical-json.js";
import {hashText} from "../core/hash.js";
import type {CandleOrigin} from "../market-data/candle-event.js";
import type {TapeSeries} from "../market-data/candle-tape.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../vocabulary/candle.js";
import type {InstrumentId} from "../vocabulary/instrument.js";

export interface WarmUpRecord {
  readonly instrument: InstrumentId;
  readonly origin: CandleOrigin;
  /** Open times. */
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
  readonly candles: number;
  /** 64 hexadecimal digits: see `hashCandles`. */
  readonly hash: string;
}

/** One entry a series that has candles, in order of instrument. */
export function describeWarmUp(series: readonly TapeSeries[]): readonly WarmUpRecord[] {
  return series
    .flatMap(({instrument, origin, columns}) => {
      const firstOpenTime = columns.openTime[0];
      const lastOpenTime = columns.openTime[columns.length - 1];
      if (firstOpenTime === undefined || lastOpenTime === undefined) return [];
      return [{instrument, origin, firstOpenTime, lastOpenTime, candles: columns.length, hash: hashCandles(columns)}];
    })
    .sort((a, b) => (a.instrument < b.instrument ? -1 : 1));
}

/** SHA-256 of the candles' canonical JSON, a line each; a figure that the source does not say is null. */
export function hashCandles(columns: CandleColumns): string {
  const lines: string[] = [];
  for (let index = 0; index < columns.length; index++)
    lines.push(canonicalJson(CANDLE_COLUMN_NAMES.map((name) => finiteOrNull(columns[name][index]))));
  return hashText(lines.join("\n"));
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
