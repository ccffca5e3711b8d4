/** The same candles as different programs write them: order of rows and columns, separators, times, ends of lines. */
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {gzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {instrumentId} from "../../../src/lib/vocabulary/instrument.js";
import {importPath} from "../../../src/loaders/archives/import-path.js";
import {databaseRecordSink} from "../../../src/loaders/archives/record-sink.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {readCandles} from "../../../src/loaders/database/candle-store.js";
import {listGaps} from "../../../src/loaders/database/gap-store.js";
import {ensureSeries} from "../../../src/loaders/database/instrument-store.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 1, 28);
const HEADER = "ts_ms,open,high,low,close,volume";
/** Three days about a leap day, two hours of them missing. */
const ROWS = Array.from({length: 72}, (_, i) => [
  START + i * HOUR,
  100 + i,
  101.5 + i,
  99.25 + i,
  100.5 + i,
  i / 8
]).filter((_, i) => i !== 20 && i !== 21);

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "papertape-makers-"));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, {recursive: true});
});

function text(rows: readonly (readonly (number | string)[])[], header: string | null = HEADER): string {
  return `${[...(header === null ? [] : [header]), ...rows.map((row) => row.join(","))].join("\n")}\n`;
}

function withTimes(write: (time: number) => string | number): readonly (readonly (number | string)[])[] {
  return ROWS.map(([time, ...figures]) => [write(time as number), ...figures]);
}

const iso = (time: number) => new Date(time).toISOString();
const halves = [...ROWS.slice(40), ...ROWS.slice(0, 40)];

const SAME: readonly (readonly [string, string | Uint8Array])[] = [
  ["TAUSDT.csv", text(ROWS)],
  ["TBUSDT.csv", text(ROWS, null)],
  ["TCUSDT.csv", text(withTimes((time) => time / 1000))],
  ["TDUSDT.csv", text(withTimes((time) => `${time}000`))],
  ["TEUSDT.csv", text(withTimes(iso), "date,open,high,low,close,volume")],
  ["TFUSDT.csv", text(withTimes((time) => iso(time + 2 * HOUR).replace(".000Z", "+02:00")))],
  [
    "TGUSDT.csv",
    text(
      withTimes((time) =>
        iso(time - 5.5 * HOUR)
          .replace("T", " ")
          .replace(".000Z", "-0530")
      )
    )
  ],
  ["THUSDT.csv", `\ufeff${text(ROWS)}`],
  ["TIUSDT.csv.gz", gzipSync(`\ufeff${text(ROWS, null)}`)],
  ["TJUSDT.csv", text(ROWS).replaceAll("\n", "\r\n")],
  ["TKUSDT.csv", text(ROWS).replaceAll("\n", "\r")],
  ["TLUSDT.csv", text(ROWS).replaceAll(",", ";")],
  ["TMUSDT.tsv", text(ROWS).replaceAll(",", "\t")],
  ["TNUSDT.csv", text(ROWS).replaceAll(",", ";").replaceAll(".", ",")],
  ["TOUSDT.csv", text(ROWS.toReversed())],
  ["TPUSDT.csv", text(halves)],
  ["TQUSDT.csv", text(ROWS.map((row, i) => ROWS[(i * 37) % ROWS.length] ?? row))],
  [
    "TRUSDT.csv",
    text(
      ROWS.map(([t, o, h, l, c, v]) => [v, c, h, t, l, o] as number[]),
      "Volume_(BTC),Close,High,Timestamp,Low,Open"
    )
  ],
  [
    "TSUSDT.csv",
    text(
      ROWS.map((row) => [...row, 3]),
      null
    )
  ],
  ["PERPUSDT.csv", text(ROWS)]
];

async function load(names: readonly (readonly [string, string | Uint8Array])[]) {
  const root = await mkdtemp(join(folder, "load-"));
  for (const [name, content] of names) {
    await mkdir(dirname(join(root, "okx/1h", name)), {recursive: true});
    await writeFile(join(root, "okx/1h", name), content);
  }
  const sinks = {candles: databaseCandleSink(database.pool), records: databaseRecordSink(database.pool)};
  return importPath(root, {...sinks, now: START + 1000 * HOUR});
}

async function stored(symbol: string) {
  const instrument = instrumentId({symbol, exchange: "okx"});
  const series = await ensureSeries(database.pool, {instrument, timeframe: "1h"});
  const {open, high, low, close, volume, openTime} = await readCandles(database.pool, series);
  const gaps = await listGaps(database.pool, {series: series.id});
  return {
    rows: [...openTime].map((time, i) => [time, open[i], high[i], low[i], close[i], volume[i]]),
    gaps: gaps.map(({from, missingCandles}) => [from, missingCandles])
  };
}

describe("files of other makers", () => {
  it("give the same candles and the same gap, refusing nothing", async () => {
    const {files} = await load(SAME);
    expect(files.filter(({outcome}) => outcome === "refused")).toEqual([]);
    for (const file of files) expect(file).toMatchObject({outcome: "candles", rows: 70, inserted: 70, rejected: 0});
    for (const [name] of SAME) {
      const {rows, gaps} = await stored(name.replace(/USDT.*/, "/USDT"));
      expect([name, rows, gaps]).toEqual([name, ROWS, [[START + 20 * HOUR, 2]]]);
    }
  });

  it("may be empty, or hold a header alone", async () => {
    const {files} = await load([
      ["TXUSDT.csv", ""],
      ["TYUSDT.csv.gz", gzipSync("")],
      ["TZUSDT.csv", `${HEADER}\n`]
    ]);
    for (const file of files) expect(file).toMatchObject({outcome: "candles", rows: 0, inserted: 0});
  });

  it("keep a cut last line out, and only it", async () => {
    const {files} = await load([["CUTUSDT.csv", text(ROWS).slice(0, -20)]]);
    expect(files[0]).toMatchObject({rows: 70, inserted: 69, rejected: 1});
    expect((await stored("CUT/USDT")).rows).toEqual(ROWS.slice(0, -1));
  });

  it("are refused rather than guessed at where the times or the names of prices are not known", async () => {
    const {files} = await load([
      [
        "DAYUSDT.csv",
        text(
          withTimes((time) => `02/20/${1000 + (time % 9)}`),
          "date,open,high,low,close,volume"
        )
      ],
      ["ODDUSDT.csv", text(ROWS, "Zeit,Erster,Letzter,High,Low,Menge")]
    ]);
    expect(files).toMatchObject([
      {outcome: "refused", reason: expect.stringContaining('none of its times can be read, as in "02/20/')},
      {outcome: "refused", reason: expect.stringContaining("Zeit,Erster")}
    ]);
  });

  it("may turn out to be out of order after a quarter of a million rows", async () => {
    const MINUTE = 60_000;
    const from = Date.UTC(2023, 0, 1);
    const line = (i: number) => `${from + i * MINUTE},1,2,0.5,1.5,${i}`;
    const order = Array.from({length: 260_000}, (_, i) => line((i + 9_000) % 260_000));
    const root = await mkdtemp(join(folder, "late-"));
    await mkdir(join(root, "okx/1m"), {recursive: true});
    await writeFile(join(root, "okx/1m/LATEUSDT.csv"), `${order.join("\n")}\n`);
    const sinks = {candles: databaseCandleSink(database.pool), records: databaseRecordSink(database.pool)};
    const {files} = await importPath(root, {...sinks, now: Date.UTC(2025, 0, 1)});
    expect(files[0]).toMatchObject({rows: 260_000, inserted: 260_000, rejected: 0, gaps: {missing: 0}});
  });
});
