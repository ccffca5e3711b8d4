/**
 * Postgres to a snapshot, against the ceiling: the same COPY in binary, parsed into columns and appended to a plain table
 * of numbers in a file, without names, times, hashes, gaps or a manifest.
 */
import {rm} from "node:fs/promises";
import {join} from "node:path";
import {DOUBLE, DuckDBDataChunk, DuckDBInstance} from "@duckdb/node-api";
import type {Pool} from "pg";
import {CANDLE_COLUMN_NAMES} from "../../../src/lib/vocabulary/candle.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {streamCandles, writeCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries, type Series, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {createSnapshot} from "../../../src/loaders/snapshot/create-snapshot.js";
import {testInstrument} from "../../support/candles.js";
import {withBenchDatabase} from "../bench-database.js";
import {minuteCandles} from "../minute-candles.js";
import {fastest, numberOption, peakMemoryMib, printRatio, printTimes} from "../wall-clock.js";

const ROWS = numberOption("rows", 5_000_000);
const SERIES = 5;
const BATCH = 250_000;
const CHUNK_ROWS = 2048;

await withBenchDatabase(async ({pool, folder}) => {
  const series = await fill(pool);
  const times = await fastest(numberOption("rounds", 3), {
    ceiling: () => ceiling(pool, series, join(folder, "plain.duckdb")),
    snapshot: async () => {
      const query = {};
      const {folder: made} = await createSnapshot({
        ...{pool, folder: join(folder, "snapshots"), query},
        ...{configurationHash: "bench", codeCommit: "bench"}
      });
      await rm(made, {recursive: true});
    }
  });
  printTimes(times, ROWS);
  printRatio("snapshot, of the ceiling's speed", (times.ceiling?.seconds ?? 0) / (times.snapshot?.seconds ?? 1));
  console.log(`peak memory ${peakMemoryMib()} MiB`);
});

async function fill(pool: Pool): Promise<Series[]> {
  const all: Series[] = [];
  for (let index = 0; index < SERIES; index++) {
    const instrument = testInstrument(`S${index}/USDT`);
    await upsertInstrument(pool, instrument);
    const series = await ensureSeries(pool, {instrument: instrument.id, timeframe: "1m"});
    const columns = minuteCandles(Math.floor(ROWS / SERIES), index + 1);
    for (let from = 0; from < columns.length; from += BATCH) {
      const part = sliceColumns(columns, from, Math.min(columns.length, from + BATCH));
      await writeCandles(pool, {series, columns: part, origin: "archive", recordedAt: Date.UTC(2030, 0, 1)});
    }
    all.push(series);
  }
  await pool.query("vacuum analyze candles");
  return all;
}

async function ceiling(pool: Pool, all: readonly Series[], path: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`attach '${path}' as plain (storage_version 'v1.0.0')`);
  await connection.run(
    `create table plain.numbers (${CANDLE_COLUMN_NAMES.map((name) => `${name} double`).join(", ")})`
  );
  const appender = await connection.createAppender("numbers", "main", "plain");
  const chunk = DuckDBDataChunk.create(CANDLE_COLUMN_NAMES.map(() => DOUBLE));
  const client = await pool.connect();
  for (const series of all)
    for await (const batch of streamCandles(client, series))
      for (let from = 0; from < batch.length; from += CHUNK_ROWS) {
        const rows = Math.min(CHUNK_ROWS, batch.length - from);
        chunk.rowCount = rows;
        CANDLE_COLUMN_NAMES.forEach((name, c) => {
          const vector = chunk.getColumnVector(c);
          const column = batch[name];
          for (let i = 0; i < rows; i++) vector.setItem(i, column[from + i] as number);
          vector.flush();
        });
        appender.appendDataChunk(chunk);
      }
  client.release();
  appender.closeSync();
  await connection.run("detach plain");
  connection.closeSync();
  instance.closeSync();
  await rm(path);
}
