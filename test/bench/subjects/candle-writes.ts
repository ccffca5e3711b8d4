/**
 * Candles into Postgres: a first load against a bare COPY of the same rows into the same table, a load of the same rows
 * again, and live bars in batches.
 */
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import type {Pool} from "pg";
import {from as copyFrom} from "pg-copy-streams";
import type {CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {candleAt, sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {ensureTimeRange, writeCandles} from "../../../src/loaders/database/candle-store.js";
import {encodeCopy} from "../../../src/loaders/database/copy-binary.js";
import {ensureSeries, type Series, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {appendLiveCandles} from "../../../src/loaders/database/live-candles.js";
import {testInstrument} from "../../support/candles.js";
import {withBenchDatabase} from "../bench-database.js";
import {minuteCandles} from "../minute-candles.js";
import {fastest, numberOption, peakMemoryMib, printRatio, printTimes} from "../wall-clock.js";

const ROWS = numberOption("rows", 5_000_000);
/** Rows of a call, as an import makes them. */
const BATCH = 250_000;
const LIVE_SERIES = 200;
const LIVE_CLOSES = 50;
const COLUMNS =
  "open_time, open, high, low, close, volume, quote_volume, taker_buy_volume, recorded_at, series_id, trade_count, revision, origin";

await withBenchDatabase(async ({pool}) => {
  const columns = minuteCandles(ROWS);
  const series = await seriesOf(pool, "AAA/USDT");
  const recordedAt = Date.UTC(2030, 0, 1);
  const from = columns.openTime[0] as number;
  await ensureTimeRange(pool, {table: "candles", from, to: columns.openTime[ROWS - 1] as number});
  const times = await fastest(numberOption("rounds", 2), {
    "empty the table": () => empty(pool),
    "bare COPY": () => bareCopy(pool, {columns, series, recordedAt}),
    "empty the table again": () => empty(pool),
    "first load": () => load(pool, {columns, series, recordedAt}),
    "the same rows again": () => load(pool, {columns, series, recordedAt})
  });
  const {"bare COPY": bare, "first load": first, "the same rows again": again} = times;
  if (bare === undefined || first === undefined || again === undefined) return;
  printTimes({"bare COPY into the same table": bare, "first load": first, "the same rows again": again}, ROWS);
  printRatio("first load, of the bare COPY's speed", bare.seconds / first.seconds);
  printRatio("the same rows again, of the bare COPY's speed", bare.seconds / again.seconds);
  await benchLive(pool, columns);
  console.log(
    `peak memory ${peakMemoryMib()} MiB, ${Math.round((ROWS * 72) / 2 ** 20)} MiB of it the candles themselves`
  );
});

interface Load {
  readonly columns: CandleColumns;
  readonly series: Series;
  readonly recordedAt: number;
}

async function seriesOf(pool: Pool, symbol: string): Promise<Series> {
  const instrument = testInstrument(symbol);
  await upsertInstrument(pool, instrument);
  return ensureSeries(pool, {instrument: instrument.id, timeframe: "1m"});
}

async function empty(pool: Pool): Promise<void> {
  await pool.query("truncate candles");
  await pool.query("update series set candles = 0, first_open_time = null, last_open_time = null");
  await pool.query("checkpoint");
}

async function bareCopy(pool: Pool, {columns, series, recordedAt}: Load): Promise<void> {
  const client = await pool.connect();
  const float = (values: Float64Array) => ({kind: "float", values}) as const;
  const fields = [
    {kind: "time", values: columns.openTime},
    ...[columns.open, columns.high, columns.low, columns.close, columns.volume].map(float),
    ...[columns.quoteVolume, columns.takerBuyVolume].map(float),
    {kind: "time", values: recordedAt},
    {kind: "int", values: series.id},
    {kind: "int", values: columns.tradeCount},
    {kind: "smallint", values: 0},
    {kind: "smallint", values: 2}
  ] as const;
  const rows = Uint32Array.from({length: columns.length}, (_, row) => row);
  const target = client.query(copyFrom(`copy candles (${COLUMNS}) from stdin (format binary)`));
  await pipeline(Readable.from(encodeCopy(fields, rows)), target);
  client.release();
}

async function load(pool: Pool, {columns, series, recordedAt}: Load): Promise<void> {
  for (let from = 0; from < columns.length; from += BATCH) {
    const part = sliceColumns(columns, from, Math.min(columns.length, from + BATCH));
    await writeCandles(pool, {series, columns: part, origin: "archive", recordedAt});
  }
}

/** The candles of one close time of many series, close after close. */
async function benchLive(pool: Pool, columns: CandleColumns): Promise<void> {
  const all: Series[] = [];
  for (let index = 0; index < LIVE_SERIES; index++) all.push(await seriesOf(pool, `L${index}/USDT`));
  const started = performance.now();
  for (let close = 0; close < LIVE_CLOSES; close++) {
    const candle = candleAt(columns, close);
    await appendLiveCandles(
      pool,
      all.map((series) => ({series, candle, recordedAt: candle.closeTime})),
      "exchange"
    );
  }
  const seconds = (performance.now() - started) / 1000;
  const rate = Math.round((LIVE_SERIES * LIVE_CLOSES) / seconds);
  console.log(
    `live bars, ${LIVE_SERIES} series a close: ${((seconds * 1000) / LIVE_CLOSES).toFixed(1)} ms a close, ${rate} bars/s`
  );
}
