/** Candles of a strategy's instruments from the database, cut into what warms the pipeline up and what is traded. */
import type {Pool} from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";
import {isoTime} from "../../lib/core/time.js";
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import type {FinerCandles} from "../../lib/market-data/finer-tape.js";
import type {FlowExtent, FlowKind} from "../../lib/market-data/market-flow.js";
import type {TapeContents} from "../../lib/virtual-trading/execution-problem.js";
import type {CandleColumns} from "../../lib/vocabulary/candle.js";
import {sliceColumns} from "../../lib/vocabulary/candle-rows.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {readCandles} from "../database/candle-store.js";
import {listSeries, readInstruments} from "../database/instrument-store.js";
import type {FlowSource} from "../market-flow/flow-source.js";

export interface TapeRange {
  /** Open time of the first traded candle; the first there is when left out. */
  readonly from?: number;
  /** Open time before which the tape ends; the last candle there is when left out. */
  readonly to?: number;
}

export interface TapeCut {
  readonly warmUp: readonly TapeSeries[];
  readonly traded: readonly TapeSeries[];
  /** Inside the traded candles, where the strategy's execution asks for them; else null. */
  readonly finer: FinerCandles | null;
  /** Trades, books and funding of the traded candles' time, where the strategy has a use for them; else null. */
  readonly flows?: TapeFlows | null;
  /** Open times. */
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
  readonly candles: number;
}

export interface TapeFlows {
  readonly source: FlowSource;
  /** Of the kinds that the strategy needs, cut to its time; what is not there is not here. */
  readonly extents: readonly FlowExtent[];
}

/** Instruments that have candles of a timeframe, of one exchange where it is named. */
export async function instrumentsWithCandles(
  pool: Pool,
  timeframe: Timeframe,
  exchange?: string
): Promise<readonly Instrument[]> {
  const series = await listSeries(pool, {timeframes: [timeframe]});
  const ids = series.filter(({candles}) => candles > 0).map(({instrument}) => instrument);
  const instruments = await readInstruments(pool, ids);
  return exchange === undefined ? instruments : instruments.filter((instrument) => instrument.exchange === exchange);
}

export async function databaseSeries(
  pool: Pool,
  instruments: readonly Instrument[],
  timeframe: Timeframe
): Promise<readonly TapeSeries[]> {
  const ids = instruments.map(({id}) => id);
  const stored = await listSeries(pool, {instruments: ids, timeframes: [timeframe]});
  const origins = new Map(
    instruments.map(({id, isSimulated}) => [id, isSimulated ? ("simulated" as const) : ("exchange" as const)])
  );
  return Promise.all(
    stored.map(async (series) => ({
      instrument: series.instrument,
      columns: await readCandles(pool, series),
      origin: origins.get(series.instrument) ?? "archive"
    }))
  );
}

/** Candles inside the strategy's own; null for none asked for. */
export async function databaseFiner(
  pool: Pool,
  instruments: readonly Instrument[],
  timeframe: Timeframe | null
): Promise<FinerCandles | null> {
  return timeframe === null ? null : {timeframe, series: await databaseSeries(pool, instruments, timeframe)};
}

/** @throws OperatingError `TAPE_EMPTY` when nothing of the range is there */
export function cutTape(
  series: readonly TapeSeries[],
  range: TapeRange & {
    readonly warmUpCandles: number;
    readonly timeframe: Timeframe;
    readonly finer?: FinerCandles | null;
  }
): TapeCut {
  const {timeframe, warmUpCandles} = range;
  const first = Math.min(...series.map(({columns}) => columns.openTime[0] ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...series.map(({columns}) => columns.openTime.at(-1) ?? Number.NEGATIVE_INFINITY));
  const from = Math.max(range.from ?? first, first);
  const to = Math.min(range.to ?? Number.POSITIVE_INFINITY, last + timeframeMs(timeframe));
  const traded = within(series, from, to);
  const candles = traded.reduce((sum, {columns}) => sum + columns.length, 0);
  if (candles === 0)
    throw new OperatingError(
      `there are no ${timeframe} candles ${describeRange(range)}; there are ${describeCoverage(first, last)}`,
      {code: "TAPE_EMPTY", details: {input: true}}
    );
  return {
    warmUp: within(series, from - warmUpCandles * timeframeMs(timeframe), from),
    traded,
    finer: range.finer == null ? null : {...range.finer, series: within(range.finer.series, from, to)},
    firstOpenTime: Math.min(...traded.map(({columns}) => columns.openTime[0] ?? Number.POSITIVE_INFINITY)),
    lastOpenTime: Math.max(...traded.map(({columns}) => columns.openTime.at(-1) ?? Number.NEGATIVE_INFINITY)),
    candles
  };
}

/** What a tape of a cut carries: candles, trades and books count when every traded instrument has some. */
export function contentsOf({traded, finer, flows}: TapeCut, timeframe: Timeframe): TapeContents {
  const inside = new Set(finer?.series.map(({instrument}) => instrument));
  const isWhole = finer !== null && traded.every(({instrument}) => inside.has(instrument));
  const has = (kinds: readonly FlowKind[]) =>
    traded.every(({instrument}) =>
      flows?.extents.some((extent) => extent.instrument === instrument && kinds.includes(extent.kind))
    );
  return {
    timeframes: isWhole ? [finer.timeframe, timeframe] : [timeframe],
    trades: has(["trades"]),
    books: has(["books", "quotes"])
  };
}

/** The newest candles before now, for a session that begins with the present. */
export function cutWarmUp(
  series: readonly TapeSeries[],
  {timeframe, warmUpCandles}: {readonly timeframe: Timeframe; readonly warmUpCandles: number}
): readonly TapeSeries[] {
  const last = Math.max(...series.map(({columns}) => columns.openTime.at(-1) ?? Number.NEGATIVE_INFINITY));
  const length = timeframeMs(timeframe);
  return within(series, last + length - warmUpCandles * length, last + length);
}

function within(series: readonly TapeSeries[], from: number, to: number): readonly TapeSeries[] {
  return series
    .map((entry) => ({
      ...entry,
      columns: sliceColumns(entry.columns, firstAt(entry.columns, from), firstAt(entry.columns, to))
    }))
    .filter(({columns}) => columns.length > 0);
}

/** Index of the first candle that opens at or after `time`. */
function firstAt({openTime, length}: CandleColumns, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((openTime[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function describeRange({from, to}: TapeRange): string {
  return `from ${from === undefined ? "the first" : isoTime(from)} to ${to === undefined ? "the last" : isoTime(to)}`;
}

function describeCoverage(first: number, last: number): string {
  return first > last ? "none at all: load or import some" : `some from ${isoTime(first)} to ${isoTime(last)}`;
}
