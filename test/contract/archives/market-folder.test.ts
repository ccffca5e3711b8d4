/**
 * The folder of real market data goes into one database with one call: every file is loaded, every gap that its INDEX.csv
 * counts is stored, and nothing else is.
 */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {isTimeframe} from "../../../src/lib/vocabulary/timeframe.js";
import {importPath} from "../../../src/loaders/archives/import-path.js";
import type {ImportedFile} from "../../../src/loaders/archives/imported-file.js";
import {databaseRecordSink} from "../../../src/loaders/archives/record-sink.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {listGaps, type StoredGap} from "../../../src/loaders/database/gap-store.js";
import {listSeries, type SeriesCoverage} from "../../../src/loaders/database/instrument-store.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {describeWithData, marketFolder} from "../../support/outside-data.js";

type IndexRow = Readonly<Record<string, string>>;

/** Fields may be quoted, with commas inside. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map(([, field = ""]) => field.replace(/^"|"$/g, ""));
}

function readIndex(folder: string): IndexRow[] {
  const [header = "", ...lines] = readFileSync(join(folder, "INDEX.csv"), "utf8").trim().split("\n");
  const names = fieldsOf(header);
  return lines.map((line) => Object.fromEntries(fieldsOf(line).map((field, index) => [names[index] ?? "", field])));
}

function minute(time: number | null): string {
  return time === null ? "" : new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

const keyOf = ({instrument, timeframe}: {instrument: string; timeframe: string}) => `${instrument} ${timeframe}`;

describeWithData("real market data", marketFolder(), (folder) => {
  const index = readIndex(folder);
  const bars = index.filter(({kind = "", missing}) => isTimeframe(kind) && missing !== "");
  const others = index.filter((row) => !bars.includes(row));
  const files = new Map<string, ImportedFile[]>();
  let database: TestDatabase;
  let series = new Map<string, SeriesCoverage>();
  let gaps: readonly StoredGap[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const sinks = {candles: databaseCandleSink(database.pool), records: databaseRecordSink(database.pool)};
    const result = await importPath(folder, {...sinks, now: Date.UTC(2026, 0, 1)});
    for (const file of result.files) files.set(file.path, [...(files.get(file.path) ?? []), file]);
    series = new Map((await listSeries(database.pool)).map((one) => [keyOf(one), one]));
    gaps = await listGaps(database.pool);
  }, 240_000);
  afterAll(() => database?.drop());

  /** The index may name a file under a folder of its own, e.g. `open/`. */
  const fileOf = ({file = ""}: IndexRow): ImportedFile | undefined =>
    [...files].find(([path]) => path.endsWith(file.slice(file.indexOf("/"))))?.[1][0];

  it.each(bars)("finds the rows, the gaps and the zero volumes of $file", (row) => {
    const file = fileOf(row);
    if (file?.outcome !== "candles") throw new Error(`${row.file} gave ${JSON.stringify(file)}`);
    expect(file.timeframe).toBe(row.kind);
    expect([file.rows, file.rejected, file.zeroVolume]).toEqual([Number(row.rows), 0, Number(row.zero_vol)]);
    expect(file.gaps).toEqual({
      missing: Number(row.missing),
      runs: Number(row.gap_runs),
      longest: Number(row.longest_gap_bars)
    });
    expect(file.largestLogReturn).toBeCloseTo(Number(row.max_abs_logret), 10);
    expect([minute(file.firstOpenTime), minute(file.lastOpenTime)]).toEqual([
      row.from?.slice(0, 16),
      row.to?.slice(0, 16)
    ]);
  });

  it.each(bars)("stores the rows and the gaps of $file as one series, and no others", (row) => {
    const file = fileOf(row);
    if (file?.outcome !== "candles") throw new Error(`${row.file} gave ${JSON.stringify(file)}`);
    const key = keyOf({instrument: file.instrument.id, timeframe: row.kind ?? ""});
    const stored = gaps.filter((gap) => keyOf(gap) === key).map(({missingCandles}) => missingCandles);
    expect(series.get(key)?.candles).toBe(Number(row.rows));
    expect([stored.length, Math.max(0, ...stored)]).toEqual([Number(row.gap_runs), Number(row.longest_gap_bars)]);
    expect(stored.reduce((sum, missing) => sum + missing, 0)).toBe(Number(row.missing));
  });

  it.each(others)("loads every row of $file", (row) => {
    const file = fileOf(row);
    if (file?.outcome !== "records" && file?.outcome !== "figures")
      throw new Error(`${row.file} gave ${JSON.stringify(file)}`);
    expect(file.rows).toBe(Number(row.rows));
    // A source may hold a row that cannot be true, such as a trade of nothing.
    expect(file.rejected).toBeLessThanOrEqual(file.rows / 1_000);
    expect(file.inserted).toBeGreaterThan(0);
    if (file.outcome === "records") expect(file.kind).toBe(row.kind?.replace(/_\d+[smhdw]$/, ""));
  });

  it("loads every other file too", () => {
    expect(files.size).toBeGreaterThanOrEqual(index.length);
    const refused = [...files.values()].flat().filter(({outcome}) => outcome === "refused");
    expect(refused).toEqual([]);
    for (const file of [...files.values()].flat())
      if (file.outcome !== "refused") expect(file.inserted, file.path).toBeGreaterThan(0);
  });

  it("keeps no candle in quarantine and no gap without a series", async () => {
    const {rows} = await database.pool.query<{count: string}>("select count(*) from quarantine");
    expect(Number(rows[0]?.count)).toBe(0);
    for (const gap of gaps) expect(series.get(keyOf(gap))?.candles).toBeGreaterThan(0);
  });
});
