/** Named figures that belong to no instrument. Writing is idempotent: a figure that is there already stays. */
import type {Pool, PoolClient} from "pg";
import {MARKET_FIGURES} from "../../lib/events/market-data-event.js";
import type {FigureRow} from "../../lib/market-data/market-flow.js";
import type {RecordRange} from "./market-record-store.js";
import {readSql} from "./read-sql.js";

export interface FigureRecord {
  /** Of what, e.g. `bitcoin`, and which, e.g. `market_cap`. */
  readonly subject: string;
  readonly figure: string;
  readonly time: number;
  readonly value: number;
}

/** Figures of one source; returns how many were new. */
export async function writeFigures(
  pool: Pool,
  {source, figures, recordedAt}: {source: string; figures: readonly FigureRecord[]; recordedAt: number}
): Promise<number> {
  if (figures.length === 0) return 0;
  const {rowCount} = await pool.query(readSql("write-figures"), [
    source,
    figures.map(({subject}) => subject),
    figures.map(({figure}) => figure),
    figures.map(({time}) => time),
    figures.map(({value}) => value),
    recordedAt
  ]);
  return rowCount ?? 0;
}

/** Names under which figures of a market's positions may have been imported: open_interest as well as open-interest. */
export const STORED_FIGURES: readonly string[] = MARKET_FIGURES.flatMap((name) => [name, name.replaceAll("-", "_")]);

/** What is told of an instrument's positions in [from, to), in order of time and name. */
export async function readMarketFigures(
  pool: Pool | PoolClient,
  instrument: number,
  {from, to, knownAt}: RecordRange
): Promise<readonly FigureRow[]> {
  const given = [instrument, from, to, knownAt ?? null, STORED_FIGURES];
  const {rows} = await pool.query<FigureRow>(readSql("read-market-figures"), given);
  return rows;
}
