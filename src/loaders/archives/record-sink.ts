/** Where an import puts trades, funding, open interest, books and figures: the port, and the database behind it. */
import type {Pool} from "pg";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {type BookChangeRecord, type QuoteRecord, writeBookChanges, writeQuotes} from "../database/book-store.js";
import {withDatabaseErrors} from "../database/database-failure.js";
import {type FigureRecord, writeFigures} from "../database/figure-store.js";
import {readInstrument, upsertInstrument} from "../database/instrument-store.js";
import {
  type BookRecord,
  type FundingRecord,
  type OpenInterestRecord,
  type TradeRecord,
  writeBook,
  writeFunding,
  writeOpenInterest,
  writeTrades
} from "../database/market-record-store.js";

export type {BookChangeRecord, BookRecord, FigureRecord, FundingRecord, OpenInterestRecord, QuoteRecord, TradeRecord};

/** Writing the same records twice changes nothing. Each returns how many were new. */
export interface RecordSink {
  /** Adds the instrument unless it is known already, perhaps better described. */
  addInstrumentIfMissing(instrument: Instrument): Promise<void>;
  writeTrades(instrument: Instrument, trades: readonly TradeRecord[]): Promise<number>;
  writeFunding(instrument: Instrument, rates: readonly FundingRecord[]): Promise<number>;
  writeOpenInterest(instrument: Instrument, records: readonly OpenInterestRecord[]): Promise<number>;
  writeBook(instrument: Instrument, book: BookRecord): Promise<number>;
  writeBookChanges(instrument: Instrument, changes: readonly BookChangeRecord[]): Promise<number>;
  writeQuotes(instrument: Instrument, quotes: readonly QuoteRecord[]): Promise<number>;
  writeFigures(batch: {source: string; figures: readonly FigureRecord[]; recordedAt: number}): Promise<number>;
}

export function databaseRecordSink(pool: Pool): RecordSink {
  const numbers = new Map<string, number>();
  const numberOf = async (instrument: Instrument): Promise<number> => {
    const known = numbers.get(instrument.id);
    if (known !== undefined) return known;
    const stored = await readInstrument(pool, instrument.id);
    const number = await upsertInstrument(pool, stored ?? instrument);
    numbers.set(instrument.id, number);
    return number;
  };
  const sink: RecordSink = {
    addInstrumentIfMissing: async (instrument) => {
      await numberOf(instrument);
    },
    writeTrades: async (instrument, trades) => writeTrades(pool, await numberOf(instrument), trades),
    writeFunding: async (instrument, rates) => writeFunding(pool, await numberOf(instrument), rates),
    writeOpenInterest: async (instrument, records) => writeOpenInterest(pool, await numberOf(instrument), records),
    writeBook: async (instrument, book) => ((await writeBook(pool, await numberOf(instrument), book)) ? 1 : 0),
    writeBookChanges: async (instrument, changes) => writeBookChanges(pool, await numberOf(instrument), changes),
    writeQuotes: async (instrument, quotes) => writeQuotes(pool, await numberOf(instrument), quotes),
    writeFigures: (batch) => writeFigures(pool, batch)
  };
  return withDatabaseErrors(sink, "storing records");
}
