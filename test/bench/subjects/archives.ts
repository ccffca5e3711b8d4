/** CSV files, gzipped, into typed arrays: ours against DuckDB's read_csv, into arrays too and into its own table. */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {DuckDBInstance} from "@duckdb/node-api";
import {CANDLE_COLUMN_NAMES} from "../../../src/lib/vocabulary/candle.js";
import {archiveEntries, listArchiveFiles} from "../../../src/loaders/archives/archive-entries.js";
import {candleBlocks} from "../../../src/loaders/archives/candle-blocks.js";
import {minuteCandles} from "../minute-candles.js";
import {fastest, numberOption, peakMemoryMib, printRatio, printTimes} from "../wall-clock.js";

const ROWS = numberOption("rows", 5_000_000);
const FILES = 20;
const HEADER = "ts_ms,open,high,low,close,volume,quote_volume,trades,taker_buy_volume";

const folder = await mkdtemp(join(tmpdir(), "papertape-bench-"));
try {
  await writeFiles();
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const source = `read_csv('${folder}/*.csv.gz')`;
  const times = await fastest(numberOption("rounds", 2), {
    "papertape, into arrays": readOurs,
    "DuckDB, into arrays": () => readDuckdb(source),
    "DuckDB, into its own table": () => connection.run(`create or replace temp table rows as from ${source}`)
  });
  printTimes(times, ROWS);
  const ours = times["papertape, into arrays"]?.seconds ?? 1;
  printRatio("of DuckDB's speed, into arrays", (times["DuckDB, into arrays"]?.seconds ?? 0) / ours);
  printRatio("of DuckDB's speed, into its own table", (times["DuckDB, into its own table"]?.seconds ?? 0) / ours);
  console.log(`peak memory ${peakMemoryMib()} MiB`);

  async function readDuckdb(from: string): Promise<void> {
    const columns = CANDLE_COLUMN_NAMES.map(() => new Float64Array(ROWS));
    const result = await connection.stream(`select columns(*)::double from ${from}`);
    let at = 0;
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      columns.forEach((column, c) => {
        const vector = chunk?.getColumnVector(c);
        for (let i = 0; i < (chunk?.rowCount ?? 0); i++) column[at + i] = vector?.getItem(i) as number;
      });
      at += chunk.rowCount;
    }
    checkRows(at);
  }
} finally {
  await rm(folder, {recursive: true});
}

async function writeFiles(): Promise<void> {
  const columns = minuteCandles(ROWS);
  const rowsOfFile = Math.ceil(ROWS / FILES);
  for (let file = 0; file < FILES; file++) {
    const lines: string[] = [HEADER];
    for (let i = file * rowsOfFile; i < Math.min(ROWS, (file + 1) * rowsOfFile); i++)
      lines.push(CANDLE_COLUMN_NAMES.map((name) => columns[name][i]).join(","));
    await writeFile(join(folder, `part-${String(file).padStart(2, "0")}.csv.gz`), gzipSync(`${lines.join("\n")}\n`));
  }
}

async function readOurs(): Promise<void> {
  let rows = 0;
  for (const path of await listArchiveFiles(folder))
    for await (const entry of archiveEntries(path))
      for await (const block of candleBlocks({entry, path, timeframe: "1m"})) rows += block.length;
  checkRows(rows);
}

function checkRows(rows: number): void {
  if (rows !== ROWS) throw new Error(`${rows} rows were read, not ${ROWS}`);
}
