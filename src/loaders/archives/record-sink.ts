/** Where an import puts trades, funding and books: the port, and the database behind it. */
import type {Pool} from "pg";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {readInstrument, upsertInstrument} from "../database/instrument-store.js";
import {
  type BookRecord,
  type FundingRecord,
  type TradeRecord,
  writeBook,
  writeFunding,
  writeTrades
} from "../database/market-record-store.js";

export type {BookRecord, FundingRecord, TradeRecord};

/** Writing the same records twice changes nothing. Each returns how many were new. */
export interface RecordSink {
  /** Adds the instrument unless it is known already, perhaps better described. */
  addInstrumentIfMissing(instrument: Instrument): Promise<void>;
  writeTrades(instrument: Instrument, trades: readonly TradeRecord[]): Promise<number>;
  writeFunding(instrument: Instrument, rates: readonly FundingRecord[]): Promise<number>;
  writeBook(instrument: Instrument, book: BookRecord): Promise<number>;
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
  return {
    addInstrumentIfMissing: async (instrument) => {
      await numberOf(instrument);
    },
    writeTrades: async (instrument, trades) => writeTrades(pool, await numberOf(instrument), trades),
    writeFunding: async (instrument, rates) => writeFunding(pool, await numberOf(instrument), rates),
    writeBook: async (instrument, book) => ((await writeBook(pool, await numberOf(instrument), book)) ? 1 : 0)
  };
}
