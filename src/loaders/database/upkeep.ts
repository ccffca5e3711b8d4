/** What a database needs now and then: daily figures up to date, and rows dropped that are older than they shall be kept. */
import type {Pool} from "pg";
import {DAY_MS} from "../../lib/core/time.js";

/** Days that rows are kept; null: for ever. Candles, revisions and the journal always stay. */
export interface Retention {
  readonly tradesDays: number | null;
  /** Books, changes to them and quotes. */
  readonly booksDays: number | null;
}

export interface UpkeepResult {
  /** Partitions or chunks that were dropped. */
  readonly dropped: number;
}

const BOOK_TABLES = ["book_snapshots", "book_changes", "best_quotes"];

/** @param now exchange time, epoch milliseconds: what is older than `retention` before it goes. */
export async function keepUp(
  pool: Pool,
  {now, retention}: {readonly now: number; readonly retention: Retention}
): Promise<UpkeepResult> {
  await keepFor(pool, ["trades"], retention.tradesDays);
  await keepFor(pool, BOOK_TABLES, retention.booksDays);
  const {rows} = await pool.query<{dropped: number}>("select apply_retention(at_ms($1)) as dropped", [now]);
  // Days that have ended: the running one is worked out when it is read.
  await refreshDailyCandles(pool, {from: null, before: Math.floor(now / DAY_MS) * DAY_MS, onlyNew: true});
  return {dropped: rows[0]?.dropped ?? 0};
}

/**
 * Works daily figures out anew for whole days from `from` (null: the beginning) to before the day of `before` (null: the
 * end). After loading a range that lies in the past this must be called for it. `onlyNew` leaves days alone that were
 * worked out before, up to two days before the newest of them.
 */
export async function refreshDailyCandles(
  pool: Pool,
  {from, before, onlyNew = false}: {from: number | null; before: number | null; onlyNew?: boolean}
): Promise<void> {
  const first = onlyNew ? await workedOutThrough(pool) : from;
  if (first !== null && before !== null && first >= before) return;
  await pool.query("call refresh_daily_candles(at_ms($1::float8), at_ms($2::float8))", [first, before]);
}

/** Two days before the newest day that is kept ready; null where nothing is, or where the server sees to it itself. */
async function workedOutThrough(pool: Pool): Promise<number | null> {
  const table = await pool.query<{is_there: boolean}>(
    "select to_regclass('daily_candles_watermark') is not null as is_there"
  );
  if (table.rows[0]?.is_there !== true) return null;
  const {rows} = await pool.query<{day: number}>(
    "select epoch_ms(day) as day from daily_candles_watermark where isfinite(day)"
  );
  return rows[0] === undefined ? null : rows[0].day - 2 * DAY_MS;
}

async function keepFor(pool: Pool, tables: readonly string[], days: number | null): Promise<void> {
  for (const table of tables) await pool.query("select keep_for($1, $2::float8 * interval '1 day')", [table, days]);
}
