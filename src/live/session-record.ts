/**
 * A recorded session, ready to be run again: its plan, and the candles it was warmed up with, in the versions that were
 * known when it began. The record's hash of them says whether they are.
 */
import type {Pool} from "pg";
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import {OperatingError} from "../lib/core/operating-error.js";
import {isoTime} from "../lib/core/time.js";
import type {ConfigurationLoaded} from "../lib/events/configuration-event.js";
import type {Journal, JournalSession} from "../lib/integration/ports/journal.js";
import {planStrategy, type StrategyPlan} from "../lib/integration/strategy-plan.js";
import {hashCandles, type WarmUpRecord} from "../lib/integration/warm-up-record.js";
import type {TapeSeries} from "../lib/market-data/candle-tape.js";
import type {Instrument} from "../lib/vocabulary/instrument.js";
import {timeframeMs} from "../lib/vocabulary/timeframe.js";
import {readCandles} from "../loaders/database/candle-store.js";
import {listSeries, type Series} from "../loaders/database/instrument-store.js";
import {readSqlFile} from "../loaders/database/read-sql.js";

export interface SessionRecord {
  readonly session: JournalSession;
  readonly plan: StrategyPlan;
  readonly opening: ConfigurationLoaded;
  readonly warmUp: readonly TapeSeries[];
}

export interface SessionSource {
  readonly pool: Pool;
  readonly journal: Journal;
}

/** Versions of a range tried at most: a candle of it would have to be corrected as often. */
const VERSIONS_TRIED = 2_000;

/**
 * @throws OperatingError SESSION_WARM_UP_UNKNOWN for a session that did not record its warm-up, SESSION_WARM_UP_CHANGED
 * when the database no longer has those candles, STRATEGY_NAMES_UNKNOWN when an agent or factor is gone.
 */
export async function readSessionRecord(
  {pool, journal}: SessionSource,
  session: JournalSession
): Promise<SessionRecord> {
  const {strategy, instruments} = session.configuration as {
    readonly strategy: StrategyConfiguration;
    readonly instruments: readonly Instrument[];
  };
  const plan = planStrategy(strategy, instruments);
  const opening = await openingOf(journal, session.id);
  const recorded = (opening?.payload.configuration as {warmUp?: readonly WarmUpRecord[]} | undefined)?.warmUp;
  if (opening === null || recorded === undefined)
    throw new OperatingError(
      `Session "${session.id}" did not record the candles it was warmed up with: it cannot be run again.`,
      {code: "SESSION_WARM_UP_UNKNOWN", details: {session: session.id}}
    );
  const warmUp: TapeSeries[] = [];
  for (const entry of recorded) warmUp.push(await warmUpSeries(pool, entry, plan));
  return {session, plan, opening, warmUp};
}

async function openingOf(journal: Journal, session: string): Promise<ConfigurationLoaded | null> {
  for await (const batch of journal.read(session, {facts: ["ConfigurationLoaded"], limit: 1}))
    for (const {event} of batch) if (event.fact === "ConfigurationLoaded") return event;
  return null;
}

async function warmUpSeries(pool: Pool, record: WarmUpRecord, {strategy}: StrategyPlan): Promise<TapeSeries> {
  const {instrument, origin, firstOpenTime, lastOpenTime, hash} = record;
  const [series] = await listSeries(pool, {instruments: [instrument], timeframes: [strategy.timeframe]});
  if (series !== undefined) {
    const range = {from: firstOpenTime, to: lastOpenTime + 1};
    const present = await readCandles(pool, series, range);
    if (hashCandles(present) === hash) return {instrument, origin, columns: present};
    // Something was corrected or filled in since: the version that the session saw is one of the earlier ones.
    for (const knownAt of await versionTimes(pool, series, record)) {
      const columns = await readCandles(pool, series, {...range, knownAt});
      if (hashCandles(columns) === hash) return {instrument, origin, columns};
    }
  }
  throw new OperatingError(
    `The database no longer has the ${record.candles} candles of ${instrument} from ${isoTime(firstOpenTime)} to ${isoTime(lastOpenTime)} that the session was warmed up with.`,
    {code: "SESSION_WARM_UP_CHANGED", details: {instrument, firstOpenTime, lastOpenTime}}
  );
}

async function versionTimes(
  pool: Pool,
  series: Series,
  {firstOpenTime, lastOpenTime}: WarmUpRecord
): Promise<readonly number[]> {
  const {rows} = await pool.query<{at: number}>(
    readSqlFile(new URL("./sql/candle-version-times.sql", import.meta.url)),
    [series.id, firstOpenTime, lastOpenTime, VERSIONS_TRIED]
  );
  return rows.map(({at}) => at);
}

export interface StoredRange {
  /** Close times: of the first and of the last slice. */
  readonly firstCloseTime: number;
  readonly lastCloseTime: number;
}

/** Candles of a plan's instruments between two slices, as the database has them now. */
export async function storedSeries(
  pool: Pool,
  {strategy, instruments}: StrategyPlan,
  {firstCloseTime, lastCloseTime}: StoredRange
): Promise<readonly TapeSeries[]> {
  const {timeframe} = strategy;
  const series = await listSeries(pool, {instruments: instruments.map(({id}) => id), timeframes: [timeframe]});
  const length = timeframeMs(timeframe);
  const simulated = new Set(instruments.filter(({isSimulated}) => isSimulated).map(({id}) => id));
  return Promise.all(
    series.map(async (entry) => ({
      instrument: entry.instrument,
      origin: simulated.has(entry.instrument) ? ("simulated" as const) : ("exchange" as const),
      columns: await readCandles(pool, entry, {from: firstCloseTime - length, to: lastCloseTime - length + 1})
    }))
  );
}
