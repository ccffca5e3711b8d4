/** Trades, funding, open interest and order books. Writing is idempotent: a record that is there already stays. */
import type {Pool, PoolClient} from "pg";
import {assert} from "../../lib/core/assert.js";
import {ensureTimeRange} from "./candle-store.js";
import {readSql} from "./read-sql.js";

/** The database's number for an instrument, from `upsertInstrument`. */
type InstrumentNumber = number;

/** Times in [from, to), epoch milliseconds. */
export interface RecordRange {
  readonly from: number;
  readonly to: number;
  /** Only what had been recorded by this time. */
  readonly knownAt?: number;
}

interface MarketRecord {
  /** Epoch milliseconds, in the market. */
  readonly time: number;
  /** Epoch milliseconds: when it could first be used. */
  readonly recordedAt: number;
}

export interface TradeRecord extends MarketRecord {
  readonly tradeId: string;
  readonly price: number;
  readonly amount: number;
  readonly takerSide: "buy" | "sell" | null;
}

export interface FundingRecord extends MarketRecord {
  /** Fraction of the position's value per interval. */
  readonly rate: number;
  readonly intervalHours: number;
}

export interface OpenInterestRecord extends MarketRecord {
  /** Base units. */
  readonly amount: number;
  /** Quote units; null where the exchange does not say. */
  readonly value: number | null;
}

export interface BookRecord extends MarketRecord {
  readonly sequence: number | null;
  /** [price, amount], best first. */
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
}

const SIDE_NUMBERS = {buy: 1, sell: -1} as const;

/** Returns how many were new. */
export async function writeTrades(
  pool: Pool,
  instrument: InstrumentNumber,
  trades: readonly TradeRecord[]
): Promise<number> {
  if (trades.length === 0) return 0;
  await ensureTimeRange(pool, {table: "trades", ...spanOf(trades)});
  const {rowCount} = await pool.query(readSql("write-trades"), [
    instrument,
    trades.map(({time}) => time),
    trades.map(({tradeId}) => tradeId),
    trades.map(({price}) => price),
    trades.map(({amount}) => amount),
    trades.map(({takerSide}) => (takerSide === null ? null : SIDE_NUMBERS[takerSide])),
    trades.map(({recordedAt}) => recordedAt)
  ]);
  return rowCount ?? 0;
}

/** Trades in [from, to), in order of time and id. */
export async function readTrades(
  pool: Pool | PoolClient,
  instrument: InstrumentNumber,
  {from, to, knownAt}: RecordRange
): Promise<readonly TradeRecord[]> {
  const {rows} = await pool.query<TradeRecord>(readSql("read-trades"), [instrument, from, to, knownAt ?? null]);
  return rows;
}

/** Returns how many were new. */
export async function writeFunding(
  pool: Pool,
  instrument: InstrumentNumber,
  records: readonly FundingRecord[]
): Promise<number> {
  const {rowCount} = await pool.query(readSql("write-funding"), [
    instrument,
    records.map(({time}) => time),
    records.map(({rate}) => rate),
    records.map(({intervalHours}) => intervalHours),
    records.map(({recordedAt}) => recordedAt)
  ]);
  return rowCount ?? 0;
}

/** Funding settled in [from, to), in order of time. */
export async function readFunding(
  pool: Pool | PoolClient,
  instrument: InstrumentNumber,
  {from, to, knownAt}: RecordRange
): Promise<readonly FundingRecord[]> {
  const {rows} = await pool.query<FundingRecord>(readSql("read-funding"), [instrument, from, to, knownAt ?? null]);
  return rows;
}

/** Returns how many were new. */
export async function writeOpenInterest(
  pool: Pool,
  instrument: InstrumentNumber,
  records: readonly OpenInterestRecord[]
): Promise<number> {
  const {rowCount} = await pool.query(readSql("write-open-interest"), [
    instrument,
    records.map(({time}) => time),
    records.map(({amount}) => amount),
    records.map(({value}) => value),
    records.map(({recordedAt}) => recordedAt)
  ]);
  return rowCount ?? 0;
}

/** Open interest in [from, to), in order of time. */
export async function readOpenInterest(
  pool: Pool,
  instrument: InstrumentNumber,
  {from, to}: {readonly from: number; readonly to: number}
): Promise<readonly OpenInterestRecord[]> {
  const {rows} = await pool.query<OpenInterestRecord>(readSql("read-open-interest"), [instrument, from, to]);
  return rows;
}

/** Keeps one full book; false when the instrument has one of that time already. */
export async function writeBook(pool: Pool, instrument: InstrumentNumber, book: BookRecord): Promise<boolean> {
  assert(book.bids.length > 0 || book.asks.length > 0, "a book has at least one level");
  await ensureTimeRange(pool, {table: "book_snapshots", from: book.time, to: book.time});
  const {rowCount} = await pool.query(readSql("write-book"), [
    instrument,
    book.time,
    book.sequence,
    book.recordedAt,
    book.bids.map(([price]) => price),
    book.bids.map(([, amount]) => amount),
    book.asks.map(([price]) => price),
    book.asks.map(([, amount]) => amount)
  ]);
  return rowCount === 1;
}

function spanOf(records: readonly MarketRecord[]): {from: number; to: number} {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const {time} of records) {
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  return {from, to};
}
