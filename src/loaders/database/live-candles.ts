/**
 * The candles of the moment: a few rows of many series in one transaction. Same promises as `writeCandles`; says of each
 * row what became of it, because a correction of a live candle is an event of its own.
 */
import type {Pool, PoolClient} from "pg";
import {CANDLE_COLUMN_NAMES, type Candle, type CandleColumns} from "../../lib/vocabulary/candle.js";
import {columnsOf} from "../../lib/vocabulary/candle-rows.js";
import {assertStorable, compareCandles} from "./candle-difference.js";
import {type CandleOrigin, ensureTimeRange, ORIGIN_NUMBERS} from "./candle-store.js";
import type {Series} from "./instrument-store.js";
import {readSql} from "./read-sql.js";
import {inTransaction} from "./transaction.js";

export interface LiveCandle {
  readonly series: Series;
  readonly candle: Candle;
  /** Epoch milliseconds. */
  readonly recordedAt: number;
}

export interface LiveCandleOutcome {
  readonly outcome: "inserted" | "revised" | "unchanged";
  /** Of the stored candle now: 0 as first published. */
  readonly revision: number;
}

interface StoredRow extends Record<(typeof CANDLE_COLUMN_NAMES)[number], number | null> {
  readonly seriesId: number;
  readonly revision: number;
}

/** Outcomes in the order of `given`. A series and open time may come more than once: later rows correct earlier ones. */
export async function appendLiveCandles(
  pool: Pool,
  given: readonly LiveCandle[],
  origin: CandleOrigin
): Promise<readonly LiveCandleOutcome[]> {
  if (given.length === 0) return [];
  // Copies, because a row is known by its identity below and the same object may be given twice.
  const rows = given.map((row) => ({...row}));
  const times = rows.map(({candle}) => candle.openTime);
  await ensureTimeRange(pool, {table: "candles", from: Math.min(...times), to: Math.max(...times)});
  const outcomes = new Map<LiveCandle, LiveCandleOutcome>();
  await inTransaction(pool, async (client) => {
    const ids = [...new Set(rows.map(({series}) => series.id))];
    // In order of id, so that two writers of several series cannot wait for each other.
    await client.query("select from series where id = any ($1) order by id for update", [ids]);
    for (const wave of splitRepeats(rows)) await appendWave(client, {wave, origin, outcomes});
  });
  return rows.map((row) => outcomes.get(row) as LiveCandleOutcome);
}

/** Each part names a series and open time once; the first holds the first row of each. */
function splitRepeats(rows: readonly LiveCandle[]): readonly LiveCandle[][] {
  const waves: LiveCandle[][] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.series.id} ${row.candle.openTime}`;
    const wave = seen.get(key) ?? 0;
    seen.set(key, wave + 1);
    waves[wave] ??= [];
    waves[wave].push(row);
  }
  return waves;
}

interface Wave {
  readonly wave: readonly LiveCandle[];
  readonly origin: CandleOrigin;
  readonly outcomes: Map<LiveCandle, LiveCandleOutcome>;
}

async function appendWave(client: PoolClient, {wave, origin, outcomes}: Wave): Promise<void> {
  const stored = await readStored(client, wave);
  const inserted: Row[] = [];
  const revised: Row[] = [];
  for (const group of bySeries(wave)) {
    const incoming = columnsOf(
      group[0].series.timeframe,
      group.map(({candle}) => candle)
    );
    assertStorable(incoming);
    const old = stored.filter(({seriesId}) => seriesId === group[0].series.id);
    const difference = compareCandles(incoming, columnsOf(group[0].series.timeframe, old.map(toCandle)));
    const revisions = new Map(old.map((row) => [row.openTime, row.revision]));
    for (const row of group)
      outcomes.set(row, {outcome: "unchanged", revision: revisions.get(row.candle.openTime) ?? 0});
    for (const index of difference.inserted) {
      const row = group[index] as LiveCandle;
      outcomes.set(row, {outcome: "inserted", revision: 0});
      inserted.push({row, columns: incoming, index});
    }
    for (const index of difference.revised) {
      const row = group[index] as LiveCandle;
      outcomes.set(row, {outcome: "revised", revision: (revisions.get(row.candle.openTime) ?? 0) + 1});
      revised.push({row, columns: incoming, index});
    }
  }
  if (revised.length > 0) await client.query(readSql("revise-candles"), parameters(revised, origin));
  if (inserted.length === 0) return;
  await client.query(readSql("insert-candles"), parameters(inserted, origin));
  await client.query(readSql("extend-coverage"), coverage(inserted));
}

/** In order of open time. */
function bySeries(wave: readonly LiveCandle[]): readonly [LiveCandle, ...LiveCandle[]][] {
  const groups = new Map<number, [LiveCandle, ...LiveCandle[]]>();
  for (const row of wave) {
    const group = groups.get(row.series.id);
    if (group === undefined) groups.set(row.series.id, [row]);
    else group.push(row);
  }
  for (const group of groups.values()) group.sort((a, b) => a.candle.openTime - b.candle.openTime);
  return [...groups.values()];
}

async function readStored(client: PoolClient, wave: readonly LiveCandle[]): Promise<readonly StoredRow[]> {
  const {rows} = await client.query<StoredRow>({
    name: "read-stored-candles",
    text: readSql("read-stored-candles"),
    values: [wave.map(({series}) => series.id), wave.map(({candle}) => candle.openTime)]
  });
  return rows;
}

function toCandle(row: StoredRow): Candle {
  const figure = (name: (typeof CANDLE_COLUMN_NAMES)[number]) => row[name] ?? Number.NaN;
  return {
    openTime: figure("openTime"),
    closeTime: Number.NaN,
    open: figure("open"),
    high: figure("high"),
    low: figure("low"),
    close: figure("close"),
    volume: figure("volume"),
    quoteVolume: figure("quoteVolume"),
    tradeCount: figure("tradeCount"),
    takerBuyVolume: figure("takerBuyVolume")
  };
}

interface Row {
  readonly row: LiveCandle;
  /** What is to be stored: the candle, with figures that comparing filled in. */
  readonly columns: CandleColumns;
  readonly index: number;
}

/** As the statements insert-candles and revise-candles number them. */
function parameters(rows: readonly Row[], origin: CandleOrigin): unknown[] {
  return [
    rows.map(({row}) => row.series.id),
    ...CANDLE_COLUMN_NAMES.map((name) =>
      rows.map(({columns, index}) => {
        const value = columns[name][index] as number;
        return Number.isNaN(value) ? null : value;
      })
    ),
    rows.map(({row}) => row.recordedAt),
    ORIGIN_NUMBERS[origin]
  ];
}

/** One entry a series: an update joined to several would take only one of them. */
function coverage(rows: readonly Row[]): unknown[] {
  const groups = bySeries(rows.map(({row}) => row));
  return [
    groups.map(([first]) => first.series.id),
    groups.map(({length}) => length),
    groups.map(([first]) => first.candle.openTime),
    groups.map((group) => group[group.length - 1]?.candle.openTime)
  ];
}
