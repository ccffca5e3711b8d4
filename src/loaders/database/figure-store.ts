/** Named figures that belong to no instrument. Writing is idempotent: a figure that is there already stays. */
import type {Pool} from "pg";
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
