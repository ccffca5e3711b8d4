/**
 * Loads one series: pages from the exchange, checked, written in batches, each followed by its position. After a crash
 * the rows after the last saved position are fetched again, and writing them again changes nothing.
 */
import {checkCandles} from "../../lib/market-data/quality.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import type {InstrumentId} from "../../lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {type CandlePage, fetchCandles} from "../exchange/fetch-candles.js";
import type {ExchangeConnection} from "../exchange/open-exchange.js";
import type {BatchResult, CandleSink} from "./candle-sink.js";
import {gapsWithReasons} from "./gap-reasons.js";

export interface SeriesBackfill {
  readonly connection: ExchangeConnection;
  readonly sink: CandleSink;
  readonly instrument: InstrumentId;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Open times in [from, before). */
  readonly from: number;
  readonly before: number;
  /** True when candles before `from` are stored. */
  readonly hasEarlier: boolean;
  /** Ends the load after the batch at hand. */
  readonly signal?: AbortSignal;
  /** Rows of [from, upTo) are stored. */
  onStored(stored: {upTo: number; coveredMs: number; result: BatchResult}): Promise<void>;
}

/** Rows held before they are written: one transaction's worth, the bound of a series' memory. */
const BATCH_ROWS = 8_000;

export async function backfillSeries(series: SeriesBackfill): Promise<void> {
  const {connection, symbol, timeframe, from, before} = series;
  let pages: CandlePage[] = [];
  let rows = 0;
  let {hasEarlier} = series;
  const store = async () => {
    if (pages.length === 0) return;
    const batch = joinPages(timeframe, pages);
    pages = [];
    rows = 0;
    const kept = await storePage(series, batch, hasEarlier);
    hasEarlier ||= kept;
  };
  try {
    for await (const page of fetchCandles(connection, {symbol, timeframe, from, before})) {
      pages.push(page);
      rows += page.columns.length;
      if (rows >= BATCH_ROWS) await store();
      if (series.signal?.aborted) break;
    }
  } catch (error) {
    // What has come is stored before the failure is told: the next run begins after it.
    await store();
    throw error;
  }
  await store();
}

/** True when candles were kept. */
async function storePage(series: SeriesBackfill, page: CandlePage, hasEarlier: boolean): Promise<boolean> {
  const {connection, sink, instrument, symbol} = series;
  const recordedAt = connection.now();
  const {accepted, rejected} = checkCandles(page.columns, {now: recordedAt});
  const range = {from: page.from, before: page.before};
  const isDelisted = connection.client.markets?.[symbol]?.active === false;
  const result = await sink.write({
    instrument,
    columns: accepted,
    rejected,
    range,
    gaps: gapsWithReasons({columns: accepted, rejected, range, hasEarlier, isDelisted}),
    origin: connection.isSimulated ? "simulated" : "exchange",
    recordedAt
  });
  await series.onStored({upTo: page.before, coveredMs: page.before - page.from, result});
  return accepted.length > 0;
}

function joinPages(timeframe: Timeframe, pages: readonly CandlePage[]): CandlePage {
  const first = pages[0] as CandlePage;
  if (pages.length === 1) return first;
  const length = pages.reduce((sum, {columns}) => sum + columns.length, 0);
  const joined: CandleColumns = emptyCandleColumns(timeframe, length);
  let at = 0;
  for (const {columns} of pages) {
    for (const name of CANDLE_COLUMN_NAMES) joined[name].set(columns[name], at);
    at += columns.length;
  }
  return {columns: joined, from: first.from, before: pages.at(-1)?.before ?? first.before};
}

/** Grid points of a range. */
export function gridPoints(timeframe: Timeframe, {from, before}: {from: number; before: number}): number {
  return Math.max(0, Math.ceil((before - from) / timeframeMs(timeframe)));
}
