/**
 * Candles in and out of the database. Writing is idempotent: rows that are there already touch nothing; a row that
 * differs keeps its older version in candle_revisions, so that what was known when can be asked.
 */

import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import type {Pool, PoolClient} from "pg";
import {from as copyFrom} from "pg-copy-streams";
import type {CandleClosed} from "../../lib/events/market-data-event.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import {assertStorable, compareCandles, copyColumns} from "./candle-difference.js";
import {type CopyColumn, CopyDecoder, type CopyKind, encodeCopy, wholeNumber} from "./copy-binary.js";
import {CopyOut} from "./copy-out.js";
import type {Series} from "./instrument-store.js";
import {readSql} from "./read-sql.js";
import {inTransaction} from "./transaction.js";

/** Where the numbers come from. */
export type CandleOrigin = CandleClosed["payload"]["origin"];

/** The database's numbers for origins, as in the table `origins`. */
export const ORIGIN_NUMBERS: Readonly<Record<CandleOrigin, number>> = {simulated: 0, exchange: 1, archive: 2};

export interface WriteCandlesOptions {
  readonly series: Series;
  /** Ascending, checked for quality; left as they are. */
  readonly columns: CandleColumns;
  readonly origin: CandleOrigin;
  /** Epoch milliseconds: when these figures could first be used; one for all, or one a candle. */
  readonly recordedAt: number | Float64Array;
}

export interface WriteCandlesResult {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
}

export interface CandleRange {
  /** Open times in [from, to); all when left out. */
  readonly from?: number;
  readonly to?: number;
  /** Only what had been recorded by this time, in the version known then. */
  readonly knownAt?: number;
}

/** The order of the statement read-candles and of `toColumns`. */
const READ_KINDS: readonly CopyKind[] = ["time", ...Array<CopyKind>(6).fill("float"), "int", "float"];
const STREAM_BATCH_ROWS = 65_536;
const COPY_COLUMNS =
  "open_time, open, high, low, close, volume, quote_volume, taker_buy_volume, recorded_at, series_id, trade_count, " +
  "revision, origin";

/**
 * Writes candles of one series in one transaction. New rows go in by COPY; nothing is staged: what is stored in the
 * range is read back as columns and compared here, which is faster than a merge in the database.
 * @throws InvariantError when the columns are out of order or hold a price that is no number.
 */
export async function writeCandles(
  pool: Pool,
  {series, columns: given, origin, recordedAt}: WriteCandlesOptions
): Promise<WriteCandlesResult> {
  if (given.length === 0) return {inserted: 0, revised: 0, unchanged: 0};
  assertStorable(given);
  const columns = copyColumns(given);
  const range = {from: columns.openTime[0] as number, to: (columns.openTime[columns.length - 1] as number) + 1};
  await ensureTimeRange(pool, {table: "candles", ...range});
  return inTransaction(pool, async (client) => {
    const isKnown = await lockSeries(client, {series, ...range});
    const stored = isKnown ? await copyOut(client, series, range) : emptyCandleColumns(series.timeframe, 0);
    const {inserted, revised, unchanged} = compareCandles(columns, stored);
    await copyIn(client, {columns, rows: inserted, series, origin, recordedAt});
    await revise(client, {columns, rows: revised, series, origin, recordedAt});
    if (inserted.length > 0) await extendCoverage(client, {series, columns, inserted});
    return {inserted: inserted.length, revised: revised.length, unchanged};
  });
}

/** Candles of a series in order of open time; NaN where the database holds null. */
export async function readCandles(pool: Pool, series: Series, range: CandleRange = {}): Promise<CandleColumns> {
  const client = await pool.connect();
  try {
    return await copyOut(client, series, range);
  } finally {
    client.release();
  }
}

/** Makes room on plain PostgreSQL for rows between two times; on TimescaleDB it makes itself. Not in a transaction. */
export async function ensureTimeRange(
  pool: Pool,
  {table, from, to}: {readonly table: string; readonly from: number; readonly to: number}
): Promise<void> {
  await pool.query("select ensure_time_range($1, at_ms($2), at_ms($3))", [table, from, to]);
}

/** One writer a series at a time. True when rows may be stored between the two times. */
async function lockSeries(
  client: PoolClient,
  {series, from, to}: {series: Series; from: number; to: number}
): Promise<boolean> {
  const {rows} = await client.query<{overlaps: boolean | null}>({
    name: "lock-series",
    text: readSql("lock-series"),
    values: [series.id, from, to]
  });
  return rows[0]?.overlaps === true;
}

/**
 * The candles of a series in batches, in order, over the caller's connection, so that several series can be read in one
 * transaction. A batch's memory is used again for the next.
 */
export async function* streamCandles(
  client: PoolClient,
  series: Series,
  range: CandleRange = {}
): AsyncGenerator<CandleColumns> {
  const decoder = new CopyDecoder(READ_KINDS, STREAM_BATCH_ROWS * 2);
  for await (const chunk of copyChunks(client, series, range)) {
    decoder.push(chunk);
    if (decoder.rows < STREAM_BATCH_ROWS) continue;
    yield toColumns(series, decoder);
    decoder.clear();
  }
  if (decoder.rows > 0) yield toColumns(series, decoder);
}

async function copyOut(client: PoolClient, series: Series, range: CandleRange): Promise<CandleColumns> {
  const decoder = new CopyDecoder(READ_KINDS);
  for await (const chunk of copyChunks(client, series, range)) decoder.push(chunk);
  return toColumns(series, decoder);
}

function copyChunks(
  client: PoolClient,
  series: Series,
  {from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER, knownAt}: CandleRange
): AsyncIterable<Buffer> {
  const statement = copyOutStatement({series, from, to, knownAt: knownAt ?? null});
  return client.query(new CopyOut(statement));
}

function copyOutStatement({
  series,
  from,
  to,
  knownAt
}: {
  series: Series;
  from: number;
  to: number;
  knownAt: number | null;
}) {
  const bounds = `${timeLiteral(from)}, ${timeLiteral(to)}`;
  const [first, before] = bounds.split(", ");
  const source =
    knownAt === null
      ? `candles where series_id = ${wholeNumber(series.id)} and open_time >= ${first} and open_time < ${before}`
      : `candles_known_at(${wholeNumber(series.id)}, ${bounds}, ${timeLiteral(knownAt)})`;
  const figures = "open_time, open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume";
  return `copy (select ${figures} from ${source} order by open_time) to stdout (format binary)`;
}

/** The database's calendar ends before JavaScript's numbers do. */
function timeLiteral(time: number): string {
  if (time >= 8.64e15) return "timestamptz 'infinity'";
  if (time <= -6e13) return "timestamptz '-infinity'";
  return `at_ms(${wholeNumber(Math.ceil(time))})`;
}

function toColumns(series: Series, decoder: CopyDecoder): CandleColumns {
  const filled = decoder.filled();
  const columns = {...emptyCandleColumns(series.timeframe, 0), length: decoder.rows};
  CANDLE_COLUMN_NAMES.forEach((name, index) => {
    columns[name] = filled[index] as Float64Array<ArrayBuffer>;
  });
  return columns;
}

interface RowsToWrite extends Omit<WriteCandlesOptions, "columns"> {
  readonly columns: CandleColumns;
  /** Indices into the columns. */
  readonly rows: Uint32Array;
}

async function copyIn(client: PoolClient, {columns, rows, series, origin, recordedAt}: RowsToWrite): Promise<void> {
  if (rows.length === 0) return;
  const float = (values: Float64Array): CopyColumn => ({kind: "float", values});
  const fields: readonly CopyColumn[] = [
    {kind: "time", values: columns.openTime},
    ...[columns.open, columns.high, columns.low, columns.close, columns.volume].map(float),
    ...[columns.quoteVolume, columns.takerBuyVolume].map(float),
    {kind: "time", values: recordedAt},
    {kind: "int", values: series.id},
    {kind: "int", values: columns.tradeCount},
    {kind: "smallint", values: 0},
    {kind: "smallint", values: ORIGIN_NUMBERS[origin]}
  ];
  const target = client.query(copyFrom(`copy candles (${COPY_COLUMNS}) from stdin (format binary)`));
  await pipeline(Readable.from(encodeCopy(fields, rows)), target);
}

async function revise(client: PoolClient, {columns, rows, series, origin, recordedAt}: RowsToWrite): Promise<void> {
  if (rows.length === 0) return;
  const pick = (values: Float64Array) => Array.from(rows, (row) => nullForNaN(values[row] as number));
  await client.query(readSql("revise-candles"), [
    Array.from(rows, () => series.id),
    ...CANDLE_COLUMN_NAMES.map((name) => pick(columns[name])),
    Array.from(rows, (row) => (typeof recordedAt === "number" ? recordedAt : recordedAt[row])),
    ORIGIN_NUMBERS[origin]
  ]);
}

async function extendCoverage(
  client: PoolClient,
  {series, columns, inserted}: {series: Series; columns: CandleColumns; inserted: Uint32Array}
): Promise<void> {
  const openTime = (index: number) => columns.openTime[inserted[index] as number];
  await client.query(readSql("extend-coverage"), [
    [series.id],
    [inserted.length],
    [openTime(0)],
    [openTime(inserted.length - 1)]
  ]);
}

const nullForNaN = (value: number): number | null => (Number.isNaN(value) ? null : value);
