/** Formats beside plain candles: Parquet, recordings, figures, open interest, quotes and changes to books. */
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {gzipSync} from "node:zlib";
import {DuckDBInstance} from "@duckdb/node-api";
import {strToU8, zipSync} from "fflate";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {instrumentId} from "../../../src/lib/vocabulary/instrument.js";
import type {Timeframe} from "../../../src/lib/vocabulary/timeframe.js";
import {importPath} from "../../../src/loaders/archives/import-path.js";
import {databaseRecordSink} from "../../../src/loaders/archives/record-sink.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {readBookChanges, readQuotes} from "../../../src/loaders/database/book-store.js";
import {readCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries} from "../../../src/loaders/database/instrument-store.js";
import {readFunding, readOpenInterest, readTrades} from "../../../src/loaders/database/market-record-store.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);
const ALL = {from: 0, to: Date.UTC(2100, 0, 1)};

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "papertape-formats-"));
  database = await createTestDatabase();
});

afterEach(async () => {
  await database.drop();
  await rm(folder, {recursive: true});
});

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), {recursive: true});
  await writeFile(join(folder, path), content);
}

async function putParquet(path: string, query: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), {recursive: true});
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`copy (${query}) to '${join(folder, path)}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

function load() {
  const sinks = {candles: databaseCandleSink(database.pool), records: databaseRecordSink(database.pool)};
  return importPath(folder, {...sinks, now: START + 1000 * HOUR});
}

async function candlesOf(symbol: string, exchange: string, timeframe: Timeframe = "1h") {
  const instrument = instrumentId({symbol, exchange});
  return readCandles(database.pool, await ensureSeries(database.pool, {instrument, timeframe}));
}

async function numberOf(instrument: string): Promise<number> {
  const {rows} = await database.pool.query<{id: number}>("select id from instruments where instrument = $1", [
    instrument
  ]);
  return rows[0]?.id ?? -1;
}

describe("an import", () => {
  it("reads candles and trades of Parquet, times as timestamps or numbers, and leaves null empty", async () => {
    await putParquet(
      "kraken/1h/BTCUSDT.parquet",
      `select timestamp '2024-01-01' + i * interval 1 hour as "timestamp", 100.1 + i as open, 103.0 + i as high, 99.0 as low,
        (101 + i)::decimal(10, 2) as close, 1e-7 as volume, null::double as quote_volume, 'x,y' as note
      from range(3) t(i) order by i`
    );
    await putParquet(
      "bybit/trades/BTCUSDT.parquet",
      `select ${START} + i as ts_ms, 10 + i as trade_id, 5.25 as price, 2.0 as size, i = 0 as buyer_is_maker from range(2) t(i)`
    );
    expect(await load()).toMatchObject({rows: 5, inserted: 5, refused: 0});
    const rows = await candlesOf("BTC/USDT", "kraken");
    expect([...rows.openTime]).toEqual([START, START + HOUR, START + 2 * HOUR]);
    expect([rows.open[1], rows.close[1], rows.volume[1], rows.quoteVolume[1]]).toEqual([101.1, 102, 1e-7, Number.NaN]);
    const trades = await readTrades(database.pool, await numberOf("BTC/USDT@bybit"), ALL);
    expect(trades.map(({tradeId, takerSide}) => [tradeId, takerSide])).toEqual([
      ["10", "sell"],
      ["11", "buy"]
    ]);
  });

  it("reads dates that are written out, and a long file that begins with its newest candle", async () => {
    const count = 300_000;
    const line = (i: number) =>
      `${new Date(START - i * 60_000).toISOString().slice(0, 19).replace("T", " ")},1,3,1,2,1`;
    const lines = Array.from({length: count}, (_, i) => line(i));
    await put("kraken/1m/BTCUSDT.csv.gz", gzipSync(`date,open,high,low,close,volume\n${lines.join("\n")}`));
    expect((await load()).files).toMatchObject([
      {outcome: "candles", inserted: count, rejected: 0, gaps: {missing: 0}}
    ]);
    const rows = await candlesOf("BTC/USDT", "kraken", "1m");
    expect([rows.length, rows.openTime[0], rows.openTime[count - 1]]).toEqual([
      count,
      START - (count - 1) * 60_000,
      START
    ]);
  });

  it("keeps open interest, best quotes and changes to books, each line or message once", async () => {
    await put(
      "bybit/open_interest_4h/BTCUSDT.csv",
      `ts_ms,open_interest,open_interest_value\n${START},5,\n${START + HOUR},6,7\n`
    );
    await put(
      "binance-usdm/book_ticker/BTCUSDT.csv",
      `recv_ns,u,bid,bid_size,ask,ask_size,ts_ms\n${START + 2}000000,9,1,2,3,4,${START}\n`
    );
    const changes = [
      `${START},${START + 1}000000,1,2,,b,10,0`,
      `${START},${START + 1}000000,1,2,,a,11,5`,
      `${START + 9},${START + 9}000000,3,4,2,b,9,1`
    ];
    await put(
      "binance-usdm/book_delta/BTCUSDT.csv",
      `ts_ms,recv_ns,first_u,last_u,prev_u,side,price,size\n${changes.join("\n")}`
    );
    expect(await load()).toMatchObject({rows: 6, inserted: 5});
    expect((await load()).inserted).toBe(0);
    const swap = await numberOf("BTC/USDT:USDT@bybit");
    expect((await readOpenInterest(database.pool, swap, ALL)).map(({amount, value}) => [amount, value])).toEqual([
      [5, null],
      [6, 7]
    ]);
    const future = await numberOf("BTC/USDT:USDT@binance-usdm");
    const quote = {time: START, recordedAt: START + 2, sequence: 9, bid: 1, bidAmount: 2, ask: 3, askAmount: 4};
    expect(await readQuotes(database.pool, future, ALL)).toEqual([quote]);
    expect(await readBookChanges(database.pool, future, ALL)).toEqual([
      {
        time: START,
        recordedAt: START + 1,
        firstUpdate: 1,
        lastUpdate: 2,
        previousUpdate: null,
        bids: [[10, 0]],
        asks: [[11, 5]]
      },
      {
        time: START + 9,
        recordedAt: START + 9,
        firstUpdate: 3,
        lastUpdate: 4,
        previousUpdate: 2,
        bids: [[9, 1]],
        asks: []
      }
    ]);
  });

  it("reads recordings of several venues, and counts lines that are cut off", async () => {
    const binance = [
      `${START}000000 {"stream":"btcusdt@trade","data":{"e":"trade","s":"BTCUSDT","t":7,"p":"10.5","q":"2","T":${START},"m":true}}`,
      `${START}000000 {"stream":"ethusdt@bookTicker","data":{"u":3,"s":"ETHUSDT","b":"1","B":"2","a":"3","A":"4"}}`,
      `${START}000000 {"stream":"btcusdt@trade","data":{"e":"tra`
    ];
    await put("binance_stream.gz", gzipSync(binance.join("\n")));
    const bybit = `{"topic":"orderbook.500.XRPUSDT","type":"snapshot","ts":${START},"data":{"s":"XRPUSDT","b":[["1.5","2"]],"a":[],"u":4}}`;
    await put("bybit_ob500.data.zip", zipSync({"XRPUSDT_ob500.data": strToU8(bybit)}));
    expect((await load()).files).toMatchObject([
      {outcome: "recording", rows: 3, rejected: 1, inserted: 2, instruments: ["BTC/USDT@binance", "ETH/USDT@binance"]},
      {outcome: "recording", kinds: {book: 1}, inserted: 1, instruments: ["XRP/USDT@bybit"]}
    ]);
    const quotes = await readQuotes(database.pool, await numberOf("ETH/USDT@binance"), ALL);
    expect(quotes).toMatchObject([{time: START, sequence: 3, bid: 1, askAmount: 4}]);
  });

  it("reads LEAN's quotes as those at the end of each bar, and its funding", async () => {
    const quotes = "0,1,2,0.5,1.5,7,2,3,1.6,1.7,8\n60000,1,2,0.5,1.4,7,2,3,1.5,1.6,9\n";
    await put(
      "lean_coinbase_minute_btcusd_20240101_quote.zip",
      zipSync({"20240101_btcusd_minute_quote.csv": strToU8(quotes)})
    );
    await put("lean_binance_margin_interest_btcusdt.csv", "20240101 00:00:00,0.0001\n20240101 08:00:00,-0.0002\n");
    expect((await load()).refused).toBe(0);
    const stored = await readQuotes(database.pool, await numberOf("BTC/USD@coinbase"), ALL);
    expect(stored.map(({time, bid, ask}) => [time - START, bid, ask])).toEqual([
      [60_000, 1.5, 1.7],
      [120_000, 1.4, 1.6]
    ]);
    const funding = await readFunding(database.pool, await numberOf("BTC/USDT:USDT@binance-usdm"), ALL);
    expect(funding.map(({time, rate}) => [time - START, rate])).toEqual([
      [0, 0.0001],
      [8 * HOUR, -0.0002]
    ]);
  });

  it("keeps figures that belong to no instrument under their source, and an empty field as no figure", async () => {
    await put("alt/1d/hashrate.csv", `ts_ms,hashrate\n${START},5.5\n`);
    await put(
      "coingecko/1d_snapshot/top.csv",
      `ts_ms,coin_id,price,market_cap\n${START},bitcoin,10,20\n${START},ether,3,\n`
    );
    expect(await load()).toMatchObject({rows: 3, inserted: 4, refused: 0});
    const {rows} = await database.pool.query("select source, subject, figure, value from figures order by 1, 2, 3");
    expect(rows.map(({source, subject, figure, value}) => `${source} ${subject} ${figure} ${value}`)).toEqual([
      "alt hashrate hashrate 5.5",
      "coingecko bitcoin market_cap 20",
      "coingecko bitcoin price 10",
      "coingecko ether price 3"
    ]);
  });
});
