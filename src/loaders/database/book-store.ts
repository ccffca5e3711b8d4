/** Changes to order books and best quotes. Writing is idempotent: a message that is there already stays. */
import type {Pool, PoolClient} from "pg";
import {ensureTimeRange} from "./candle-store.js";
import type {BookRecord, RecordRange} from "./market-record-store.js";
import {readSql} from "./read-sql.js";

type Levels = readonly (readonly [number, number])[];

export interface BookChangeRecord {
  /** Epoch milliseconds, in the market, and when it could first be used. */
  readonly time: number;
  readonly recordedAt: number;
  /** Ids of the first and last change it holds, and the one before it; null where the venue does not say. */
  readonly firstUpdate: number | null;
  readonly lastUpdate: number;
  readonly previousUpdate: number | null;
  /** [price, amount]; an amount of 0 takes the price away. */
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface QuoteRecord {
  readonly time: number;
  readonly recordedAt: number;
  /** 0 where the venue gives none. */
  readonly sequence: number;
  /** Null for an empty side. */
  readonly bid: number | null;
  readonly bidAmount: number | null;
  readonly ask: number | null;
  readonly askAmount: number | null;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Returns how many were new. */
export async function writeBookChanges(
  pool: Pool,
  instrument: number,
  changes: readonly BookChangeRecord[]
): Promise<number> {
  if (changes.length === 0) return 0;
  await ensureTimeRange(pool, {table: "book_changes", ...spanOf(changes)});
  const rows = changes.map(({time, recordedAt, firstUpdate, lastUpdate, previousUpdate, bids, asks}) => ({
    ...{time, recorded_at: recordedAt},
    ...{first_update: firstUpdate, last_update: lastUpdate, previous_update: previousUpdate},
    ...{bid_prices: bids.map(([price]) => price), bid_amounts: bids.map(([, amount]) => amount)},
    ...{ask_prices: asks.map(([price]) => price), ask_amounts: asks.map(([, amount]) => amount)}
  }));
  const {rowCount} = await pool.query(readSql("write-book-changes"), [instrument, JSON.stringify(rows)]);
  return rowCount ?? 0;
}

/** Changes in [from, to), in order of time and number. */
export async function readBookChanges(
  pool: Pool | PoolClient,
  instrument: number,
  {from, to, knownAt}: RecordRange
): Promise<readonly BookChangeRecord[]> {
  const query = readSql("read-book-changes");
  const {rows} = await pool.query<WithoutLevels<BookChangeRecord>>(query, [instrument, from, to, knownAt ?? null]);
  return rows.map(withLevels);
}

/** Whole books in [from, to), in order of time. */
export async function readBooks(
  pool: Pool | PoolClient,
  instrument: number,
  {from, to, knownAt}: RecordRange
): Promise<readonly BookRecord[]> {
  const query = readSql("read-books");
  const {rows} = await pool.query<WithoutLevels<BookRecord>>(query, [instrument, from, to, knownAt ?? null]);
  return rows.map(withLevels);
}

type WithoutLevels<T> = Omit<T, "bids" | "asks"> & LevelColumns;
type LevelColumns = Readonly<Record<"bidPrices" | "bidAmounts" | "askPrices" | "askAmounts", readonly number[]>>;

function withLevels<T extends LevelColumns>({bidPrices, bidAmounts, askPrices, askAmounts, ...row}: T) {
  return {
    ...row,
    bids: bidPrices.map((price, index) => [price, bidAmounts[index] ?? 0] as const),
    asks: askPrices.map((price, index) => [price, askAmounts[index] ?? 0] as const)
  };
}

/** Returns how many were new. */
export async function writeQuotes(pool: Pool, instrument: number, quotes: readonly QuoteRecord[]): Promise<number> {
  if (quotes.length === 0) return 0;
  await ensureTimeRange(pool, {table: "best_quotes", ...spanOf(quotes)});
  const {rowCount} = await pool.query(readSql("write-quotes"), [
    instrument,
    quotes.map(({time}) => time),
    quotes.map(({sequence}) => sequence),
    quotes.map(({bid}) => bid),
    quotes.map(({bidAmount}) => bidAmount),
    quotes.map(({ask}) => ask),
    quotes.map(({askAmount}) => askAmount),
    quotes.map(({recordedAt}) => recordedAt)
  ]);
  return rowCount ?? 0;
}

/** Quotes in [from, to), in order of time and number. */
export async function readQuotes(
  pool: Pool | PoolClient,
  instrument: number,
  {from, to, knownAt}: RecordRange
): Promise<readonly QuoteRecord[]> {
  const {rows} = await pool.query<QuoteRecord>(readSql("read-quotes"), [instrument, from, to, knownAt ?? null]);
  return rows;
}

function spanOf(records: readonly {readonly time: number}[]): Range {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const {time} of records) {
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  return {from, to};
}
