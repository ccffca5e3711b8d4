/**
 * Trades, funding, open interest and books of an exchange into their tables. What an exchange does not offer for an
 * instrument is said, and the others are loaded. Loading the same again changes nothing.
 */
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {RecordSink} from "../archives/record-sink.js";
import {isDatabaseError} from "../database/database-failure.js";
import {exchangeError} from "../exchange/exchange-failure.js";
import {fetchBook, fetchFunding, fetchOpenInterestHistory, fetchTrades} from "../exchange/fetch-records.js";
import type {ExchangeConnection} from "../exchange/open-exchange.js";

export const LOADED_RECORDS = ["trades", "funding", "open-interest", "book"] as const;
export type LoadedRecord = (typeof LOADED_RECORDS)[number];

export interface RecordLoad {
  readonly connection: ExchangeConnection;
  readonly sink: RecordSink;
  readonly instruments: readonly Instrument[];
  readonly kinds: readonly LoadedRecord[];
  /** Times in [from, before); a book is the one of now. */
  readonly from: number;
  readonly before: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: {readonly share: number; readonly rows: number}) => void;
}

export interface LoadedRecords {
  readonly kind: LoadedRecord;
  readonly symbol: string;
  readonly rows: number;
  readonly inserted: number;
  /** Null when it went well. */
  readonly failure: {readonly code: string; readonly message: string} | null;
}

/** Levels a side of a book that is kept. */
const BOOK_DEPTH = 100;

/** @throws OperatingError of the database; what is wrong at the exchange is in the results. */
export async function loadRecords(load: RecordLoad): Promise<LoadedRecords[]> {
  const {instruments, kinds, signal} = load;
  const parts = kinds.flatMap((kind) => instruments.map((instrument) => ({kind, instrument})));
  const results: LoadedRecords[] = [];
  for (const {kind, instrument} of parts) {
    if (signal?.aborted) break;
    const counts = {rows: 0, inserted: 0};
    let failure: LoadedRecords["failure"] = null;
    try {
      for await (const {rows, inserted} of storedPages(load, kind, instrument)) {
        counts.rows += rows;
        counts.inserted += inserted;
        load.onProgress?.({share: results.length / parts.length, rows: counts.rows});
        if (signal?.aborted) break;
      }
    } catch (error) {
      if (isDatabaseError(error)) throw error;
      const {code, message} = exchangeError(load.connection.name, `${kind} of ${instrument.symbol}`, error);
      failure = {code, message};
    }
    results.push({kind, symbol: instrument.symbol, ...counts, failure});
  }
  return results;
}

type Stored = Pick<LoadedRecords, "rows" | "inserted">;

async function* storedPages(load: RecordLoad, kind: LoadedRecord, instrument: Instrument): AsyncGenerator<Stored> {
  const {connection, sink, from, before} = load;
  const {symbol} = instrument;
  switch (kind) {
    case "trades":
      for await (const page of fetchTrades(connection, {symbol, from, before}))
        yield {rows: page.length, inserted: await sink.writeTrades(instrument, page)};
      return;
    case "funding": {
      const rates = await fetchFunding(connection, {symbol, from, before});
      yield {rows: rates.length, inserted: await sink.writeFunding(instrument, rates)};
      return;
    }
    case "open-interest": {
      const records = await fetchOpenInterestHistory(connection, {symbol, from, before});
      yield {rows: records.length, inserted: await sink.writeOpenInterest(instrument, records)};
      return;
    }
    case "book":
      yield {
        rows: 1,
        inserted: await sink.writeBook(instrument, await fetchBook(connection, {symbol, depth: BOOK_DEPTH}))
      };
  }
}
