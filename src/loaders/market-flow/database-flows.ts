/** Trades, funding and books of the database. */
import type {Pool, PoolClient} from "pg";
import type {FlowExtent, FlowKind, FlowRows} from "../../lib/market-data/market-flow.js";
import {readBookChanges, readBooks, readQuotes} from "../database/book-store.js";
import {readMarketFigures, STORED_FIGURES} from "../database/figure-store.js";
import {type RecordRange, readFunding, readTrades} from "../database/market-record-store.js";
import {readSql} from "../database/read-sql.js";
import type {FlowSource} from "./flow-source.js";

type Reader<K extends FlowKind> = (
  pool: Pool | PoolClient,
  instrument: number,
  range: RecordRange
) => Promise<readonly FlowRows[K][]>;

const READERS: {readonly [K in FlowKind]: Reader<K>} = {
  trades: readTrades,
  funding: readFunding,
  books: readBooks,
  bookChanges: readBookChanges,
  quotes: readQuotes,
  figures: readMarketFigures
};

/** @param knownAt only what had been recorded by then */
export function databaseFlows(pool: Pool | PoolClient, knownAt: number | null = null): FlowSource {
  const numbers = new Map<string, number | null>();
  const numberOf = async (instrument: string): Promise<number | null> => {
    const known = numbers.get(instrument);
    if (known !== undefined) return known;
    const {rows} = await pool.query<{id: number}>("select id from instruments where instrument = $1", [instrument]);
    const number = rows[0]?.id ?? null;
    numbers.set(instrument, number);
    return number;
  };
  return {
    extents: async ({instruments, from, to}) => {
      const {rows} = await pool.query<FlowExtent>(readSql("flow-extents"), [
        [...instruments],
        from,
        to,
        knownAt,
        STORED_FIGURES
      ]);
      return rows;
    },
    read: async (kind, {instrument, from, to}) => {
      const number = await numberOf(instrument);
      if (number === null) return [];
      return READERS[kind](pool, number, {from, to, ...(knownAt === null ? {} : {knownAt})});
    },
    close: async () => {}
  };
}
