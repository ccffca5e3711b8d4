import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {strToU8, zipSync} from "fflate";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {instrumentId} from "../../../src/lib/vocabulary/instrument.js";
import {importPath} from "../../../src/loaders/archives/import-path.js";
import type {ImportOptions} from "../../../src/loaders/archives/imported-file.js";
import {databaseRecordSink} from "../../../src/loaders/archives/record-sink.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {readCandles} from "../../../src/loaders/database/candle-store.js";
import {listGaps} from "../../../src/loaders/database/gap-store.js";
import {ensureSeries} from "../../../src/loaders/database/instrument-store.js";
import {listQuarantine} from "../../../src/loaders/database/quarantine-store.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);
const HEADER =
  "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "papertape-archives-"));
  database = await createTestDatabase();
});

afterEach(async () => {
  await database.drop();
  await rm(folder, {recursive: true});
});

function kline(hour: number, unit = 1): string {
  const time = START + hour * HOUR;
  const figures = `${100 + hour},${101.5 + hour},${99.25 + hour},${100.75 + hour},12.5`;
  return `${time * unit},${figures},${(time + HOUR) * unit - 1},1250.5,42,6.25,625.5,0`;
}

function klines(from: number, to: number, unit = 1): string {
  return Array.from({length: to - from}, (_, i) => kline(from + i, unit)).join("\n");
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(join(folder, path, ".."), {recursive: true});
  await writeFile(join(folder, path), content);
}

function load(options: Partial<ImportOptions> = {}, path = folder) {
  const sinks = {candles: databaseCandleSink(database.pool), records: databaseRecordSink(database.pool)};
  return importPath(path, {...sinks, now: START + 1000 * HOUR, ...options});
}

async function stored(symbol = "BTC/USDT", exchange = "binance") {
  const instrument = instrumentId({symbol, exchange});
  return readCandles(database.pool, await ensureSeries(database.pool, {instrument, timeframe: "1h"}));
}

describe("importPath", () => {
  it("reads Binance's public files: with and without a header, in milliseconds and microseconds, plain, gz and zip", async () => {
    await put("a/BTCUSDT-1h-2024-01-01.csv", klines(0, 10));
    await put("b/BTCUSDT-1h-2024-01-02.csv.gz", gzipSync(`${HEADER}\n${klines(10, 20)}\n`));
    await put("c/BTCUSDT-1h-2024-01-03.zip", zipSync({"BTCUSDT-1h-2024-01-03.csv": strToU8(klines(20, 30, 1000))}));
    const result = await load();
    expect(result).toMatchObject({rows: 30, inserted: 30, refused: 0});
    const rows = await stored();
    expect([...rows.openTime]).toEqual(Array.from({length: 30}, (_, i) => START + i * HOUR));
    expect([rows.high[29], rows.quoteVolume[29], rows.tradeCount[29], rows.takerBuyVolume[29]]).toEqual([
      130.5, 1250.5, 42, 6.25
    ]);
  });

  it("changes nothing when the same files come again", async () => {
    await put("BTCUSDT-1h-2024-01.csv", klines(0, 50));
    await load();
    expect((await load()).files).toMatchObject([{outcome: "candles", inserted: 0, revised: 0, unchanged: 50}]);
  });

  it("records what lies between two files as a gap, and what was refused with its reason", async () => {
    const broken = kline(2).replace("12.5", "-12.5");
    await put("BTCUSDT-1h-2024-01-01.csv", `${klines(0, 2)}\n${broken}\n${kline(3)}\n${kline(3)}\n${kline(4)}`);
    await put("BTCUSDT-1h-2024-01-02.csv", klines(8, 10));
    const {files} = await load();
    expect(files).toMatchObject([
      {rows: 6, rejected: 2, quarantined: 2, gaps: {missing: 1}},
      {rows: 2, gaps: {missing: 3}}
    ]);
    expect((await listQuarantine(database.pool)).map(({reason}) => reason).sort()).toEqual([
      "duplicate",
      "negative-volume"
    ]);
    const gaps = (await listGaps(database.pool)).map(({from, missingCandles, reason}) => [
      (from - START) / HOUR,
      missingCandles,
      reason
    ]);
    expect(gaps).toEqual([
      [2, 1, "quarantined"],
      [5, 3, "unknown"]
    ]);
  });

  it("records what lies between files of two runs as a gap, whichever came first", async () => {
    await put("a/BTCUSDT-1h-2024-01-03.csv", klines(20, 30));
    await load({}, join(folder, "a"));
    await put("b/BTCUSDT-1h-2024-01-01.csv", klines(0, 10));
    await load({}, join(folder, "b"));
    await put("c/BTCUSDT-1h-2024-01-04.csv", klines(33, 40));
    await load({}, join(folder, "c"));
    const gaps = (await listGaps(database.pool)).map(({from, missingCandles}) => [
      (from - START) / HOUR,
      missingCandles
    ]);
    expect(gaps).toEqual([
      [10, 10],
      [30, 3]
    ]);
    await put("d/BTCUSDT-1h-2024-01-02.csv", klines(10, 20));
    await load({}, join(folder, "d"));
    expect((await listGaps(database.pool)).map(({missingCandles}) => missingCandles)).toEqual([3]);
  });

  it("reads plain CSV by its header, newest first too, and takes names from the options", async () => {
    const row = (hour: number) => `x,${START / 1000 + hour * 3600},5,${4 + hour},3,${3.5 + hour}`;
    await put(
      "candles.csv",
      ["some site", "symbol,unix,volume,high,low,close,open", ...[3, 2, 1].map((h) => `${row(h)},3.5`)].join("\n")
    );
    const result = await load({exchange: "binance", symbol: "BTC/USDT", timeframe: "1h"});
    expect(result.files).toMatchObject([{outcome: "candles", rejected: 0, inserted: 3}]);
    expect([...(await stored()).close]).toEqual([4.5, 5.5, 6.5]);
  });

  it("tells Bitfinex's order of columns from ccxt's", async () => {
    const ccxt = [0, 1, 2].map((hour) => [START + hour * HOUR, 10, 12, 9, 11, 1]);
    const bitfinex = ccxt.map(([time, open, high, low, close, volume]) => [time, open, close, high, low, volume]);
    await put("kraken/BTC_USDT-1h.json", JSON.stringify(ccxt));
    await put("bitfinex/BTC_USDT-1h.json", JSON.stringify(bitfinex));
    await load();
    for (const exchange of ["kraken", "bitfinex"]) {
      const rows = await stored("BTC/USDT", exchange);
      expect([rows.high[0], rows.low[0], rows.close[0]]).toEqual([12, 9, 11]);
    }
  });

  it("keeps trades and funding once", async () => {
    const trades = ["ts_ms,recv_ns,trade_id,price,size,buyer_is_maker", `${START},${START}000000,7,100.5,0.25,1`];
    await put("binance-spot/trades/BTCUSDT.csv", `${trades.join("\n")}\n`);
    await put("bybit/funding/BTCUSDT.csv", `ts_ms,funding_rate\n${START},-0.0001\n${START + 8 * HOUR},0.0002\n`);
    expect((await load()).files).toMatchObject([
      {outcome: "records", kind: "trades", inserted: 1},
      {outcome: "records", kind: "funding", inserted: 2, instrument: {symbol: "BTC/USDT:USDT"}}
    ]);
    expect((await load()).inserted).toBe(0);
  });

  it("says of each file it cannot read what is wrong with it, and reads the others", async () => {
    await put("BTCUSDT-1h-2024-01.csv", klines(0, 3));
    await put("binance/1h/ETHUSDT.csv.gz", gzipSync(klines(0, 500)).subarray(0, 500));
    await put("binance/1h/LTCUSDT.csv", "a,b\n1,2\n");
    await put("binance/1h/XRPUSDT.parquet", "PAR1");
    await put("binance/1h/SOLUSDT.feather", "ARROW1");
    await put("unnamed.csv", klines(0, 3));
    const {files, refused} = await load();
    expect(refused).toBe(5);
    const codes = files.flatMap((file) => (file.outcome === "refused" ? [file.code] : []));
    expect(codes.sort()).toEqual([
      "ARCHIVE_BROKEN",
      "ARCHIVE_BROKEN",
      "ARCHIVE_UNKNOWN_FORMAT",
      "ARCHIVE_UNNAMED",
      "ARCHIVE_UNSUPPORTED_FORMAT"
    ]);
    expect((await stored()).length).toBe(3);
  });

  it("says so when there is nothing at the path", async () => {
    await expect(load({}, join(folder, "nowhere"))).rejects.toMatchObject({code: "ARCHIVE_NOT_FOUND"});
  });
});
