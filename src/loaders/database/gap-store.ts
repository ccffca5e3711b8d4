/** Candles that are missing, and why. A gap is closed when its candles come; it is never filled up. */
import type {Pool, PoolClient} from "pg";
import type {GapReason} from "../../lib/events/market-data-event.js";
import type {InstrumentId} from "../../lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {Series, SeriesId} from "./instrument-store.js";
import {readSql} from "./read-sql.js";
import {inTransaction} from "./transaction.js";

export interface MarketGap {
  /** Open time of the first and of the last missing candle. */
  readonly from: number;
  readonly to: number;
  readonly missingCandles: number;
  readonly reason: GapReason;
}

export interface StoredGap extends MarketGap {
  readonly id: number;
  readonly series: SeriesId;
  readonly instrument: InstrumentId;
  readonly timeframe: Timeframe;
  readonly foundAt: number;
  /** Null before the first retry. */
  readonly retriedAt: number | null;
  readonly retries: number;
  /** Null while the candles are missing. */
  readonly closedAt: number | null;
}

export interface SettleGapsOptions {
  readonly series: Series;
  /** Open times in [from, to) that were looked at. */
  readonly range: {readonly from: number; readonly to: number};
  /** All gaps that are in the range now, none reaching out of it. */
  readonly gaps: readonly MarketGap[];
  /** Epoch milliseconds: when it was looked. */
  readonly at: number;
}

/**
 * Makes the open gaps of a range the given ones. A gap that is still there keeps when it was found and how often it was
 * retried, and its reason where the new one is "unknown"; one that is gone is closed; one that shrank is closed and found
 * anew under its reason. What a stored gap has outside the range stays. Returns how many were opened and closed.
 */
export async function settleGaps(
  pool: Pool,
  {series, range, gaps, at}: SettleGapsOptions
): Promise<{readonly opened: number; readonly closed: number}> {
  return inTransaction(pool, async (client) => {
    await client.query("select from series where id = $1 for update", [series.id]);
    const {rows} = await client.query<MarketGap>(readSql("overlapping-gaps"), [series.id, range.from, range.to]);
    const stepMs = timeframeMs(series.timeframe);
    const now = joinGaps([...gaps, ...rows.flatMap((gap) => outside(gap, {range, stepMs}))], stepMs);
    const [firsts, lasts] = [now.map(({from}) => from), now.map(({to}) => to)];
    const bounds = [series.id, Math.min(range.from, ...firsts), Math.max(range.to, ...lasts.map((last) => last + 1))];
    const closed = await client.query(readSql("close-gone-gaps"), [...bounds, firsts, lasts, at]);
    const opened = await client.query(readSql("open-gaps"), [
      series.id,
      firsts,
      lasts,
      now.map(({missingCandles}) => missingCandles),
      now.map(({reason}) => reason),
      at
    ]);
    return {opened: opened.rowCount ?? 0, closed: closed.rowCount ?? 0};
  });
}

/** The parts of a gap before and after a range. */
function outside(
  gap: MarketGap,
  {range, stepMs}: {range: SettleGapsOptions["range"]; stepMs: number}
): readonly MarketGap[] {
  const stepsBefore = Math.max(0, Math.ceil((range.from - gap.from) / stepMs));
  const after = gap.from + Math.max(0, Math.ceil((range.to - gap.from) / stepMs)) * stepMs;
  const parts: MarketGap[] = [];
  if (stepsBefore > 0) parts.push({...gap, to: gap.from + (stepsBefore - 1) * stepMs, missingCandles: stepsBefore});
  if (after <= gap.to) parts.push({...gap, from: after, missingCandles: (gap.to - after) / stepMs + 1});
  return parts;
}

/** Gaps that touch are one, unless they are known to have different reasons. */
function joinGaps(gaps: readonly MarketGap[], stepMs: number): readonly MarketGap[] {
  const joined: MarketGap[] = [];
  for (const gap of [...gaps].sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    const reason = last?.reason === "unknown" ? gap.reason : last?.reason;
    const touches = last !== undefined && gap.from === last.to + stepMs;
    if (touches && reason !== undefined && (gap.reason === "unknown" || gap.reason === reason))
      joined[joined.length - 1] = {
        from: last.from,
        to: gap.to,
        missingCandles: last.missingCandles + gap.missingCandles,
        reason
      };
    else joined.push(gap);
  }
  return joined;
}

/** Gaps in order of instrument, timeframe and time; only the open ones unless told otherwise. */
export async function listGaps(
  pool: Pool | PoolClient,
  filter: {readonly series?: SeriesId; readonly includeClosed?: boolean} = {}
): Promise<readonly StoredGap[]> {
  const {rows} = await pool.query<StoredGap>(readSql("list-gaps"), [
    filter.series ?? null,
    filter.includeClosed ?? false
  ]);
  return rows.map((row) => ({...row, id: Number(row.id)}));
}

/** Gives open gaps a reason that was found out later; returns how many. */
export async function explainGaps(
  pool: Pool,
  {ids, reason}: {readonly ids: readonly number[]; readonly reason: GapReason}
): Promise<number> {
  if (ids.length === 0) return 0;
  const {rowCount} = await pool.query(
    "update market_gaps set reason = $2 where id = any ($1) and closed_at is null and reason <> $2",
    [ids, reason]
  );
  return rowCount ?? 0;
}

/** Notes that the candles of these gaps were asked for again, and why they did not come. */
export async function markGapsRetried(
  pool: Pool,
  {ids, reason, at}: {readonly ids: readonly number[]; readonly reason: GapReason; readonly at: number}
): Promise<void> {
  await pool.query(
    "update market_gaps set retries = retries + 1, retried_at = at_ms($2), reason = $3 where id = any ($1) and closed_at is null",
    [ids, at, reason]
  );
}
