/** Rows that were refused at the door, kept as they came, with the reason. */
import {createHash} from "node:crypto";
import type {Pool} from "pg";
import type {InstrumentId} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {type CandleOrigin, ORIGIN_NUMBERS} from "./candle-store.js";
import type {Series, SeriesId} from "./instrument-store.js";
import {readSql} from "./read-sql.js";

export interface RefusedRow {
  /** Null when the row has no readable time. */
  readonly openTime: number | null;
  /** The row as it came, as text. */
  readonly text: string;
  readonly reason: string;
}

export interface StoredRefusedRow extends RefusedRow {
  readonly id: number;
  readonly instrument: InstrumentId;
  readonly timeframe: Timeframe;
  readonly origin: CandleOrigin;
  readonly foundAt: number;
}

/** Keeps refused rows; one that is kept already for the same reason is not kept twice. Returns how many were new. */
export async function quarantineRows(
  pool: Pool,
  {
    series,
    rows,
    origin,
    at
  }: {readonly series: Series; readonly rows: readonly RefusedRow[]; readonly origin: CandleOrigin; readonly at: number}
): Promise<number> {
  if (rows.length === 0) return 0;
  const {rowCount} = await pool.query(readSql("quarantine-rows"), [
    series.id,
    rows.map(({openTime}) => openTime),
    rows.map(({text}) => text.replaceAll("\0", "\uFFFD")),
    rows.map(({reason}) => reason),
    rows.map(({text, reason}) => createHash("sha256").update(`${reason}\n${text}`).digest("hex").slice(0, 32)),
    ORIGIN_NUMBERS[origin],
    at
  ]);
  return rowCount ?? 0;
}

/** Newest first, at most `limit`. */
export async function listQuarantine(
  pool: Pool,
  {series, limit = 1000}: {readonly series?: SeriesId; readonly limit?: number} = {}
): Promise<readonly StoredRefusedRow[]> {
  const {rows} = await pool.query<StoredRefusedRow>(readSql("list-quarantine"), [series ?? null, limit]);
  return rows.map((row) => ({...row, id: Number(row.id)}));
}
