import {spawn} from "node:child_process";
import {once} from "node:events";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {checkCandles} from "../../../src/lib/market-data/quality.js";
import {type InstrumentId, instrumentId} from "../../../src/lib/vocabulary/instrument.js";
import type {Timeframe} from "../../../src/lib/vocabulary/timeframe.js";
import {backfillCandles} from "../../../src/loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {retryGaps} from "../../../src/loaders/backfill/retry-gaps.js";
import {readCandles} from "../../../src/loaders/database/candle-store.js";
import {listGaps} from "../../../src/loaders/database/gap-store.js";
import {ensureSeries} from "../../../src/loaders/database/instrument-store.js";
import {listQuarantine} from "../../../src/loaders/database/quarantine-store.js";
import {type ExchangeConnection, openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 4, 5, 12, 30);
const START = NOW - 30 * 60_000 - 20 * DAY;
const SYMBOLS = ["BTC/USDT", "ETH/USDT"];
const bitcoin = instrumentId({symbol: "BTC/USDT", exchange: "simulated"});

let exchange: SimulatedExchange;
let connection: ExchangeConnection;
let database: TestDatabase;

beforeAll(async () => {
  exchange = await startSimulatedExchange({seed: 5, startAt: NOW, speed: 0});
  connection = await openExchange("simulated", {urls: exchange, retry: {attempts: 3, waitFactor: 0}});
});

afterAll(async () => {
  await connection.close();
  await exchange.close();
});

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  exchange.faults.clear();
  await database.drop();
});

interface Load {
  readonly symbols?: readonly string[];
  readonly timeframes?: readonly Timeframe[];
  readonly from?: number;
  readonly before?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

function load(options: Load = {}) {
  const sink = databaseCandleSink(database.pool);
  return backfillCandles({connection, sink, symbols: SYMBOLS, timeframes: ["1h"], from: START, ...options});
}

async function stored(instrument: InstrumentId, timeframe: Timeframe) {
  return readCandles(database.pool, await ensureSeries(database.pool, {instrument, timeframe}));
}

function published(symbol: string, timeframe: Timeframe, from = START) {
  return exchange.market.candles({symbol, timeframe, from, before: NOW - 30 * 60_000});
}

describe("backfillCandles", () => {
  it("stores every closed candle of every series, and nothing more when it runs again", async () => {
    const first = await load({timeframes: ["1h", "1d"]});
    expect(first.failures).toEqual([]);
    expect((await stored(bitcoin, "1h")).close).toEqual(published("BTC/USDT", "1h").close);
    expect((await stored(bitcoin, "1d")).length).toBe(19);
    const second = await load({timeframes: ["1h", "1d"]});
    expect(second).toMatchObject({inserted: 0, revised: 0, quarantined: 0, unchanged: 0});
    expect(await listGaps(database.pool)).toEqual([]);
  });

  it("ends with the same rows however often it is killed", async () => {
    const before = START + 12 * DAY;
    const script = fileURLToPath(new URL("./backfill-process.ts", import.meta.url));
    const args = ["--import", "tsx", script, database.url, exchange.url, exchange.wsUrl, `${START}`, `${before}`];
    let finished = false;
    for (let killAfter = 1; !finished; killAfter += 6) {
      const child = spawn(process.execPath, args, {stdio: ["ignore", "pipe", "inherit"]});
      const exited = once(child, "exit");
      let lines = 0;
      for await (const _ of createInterface({input: child.stdout})) if (++lines >= killAfter) child.kill("SIGKILL");
      const [code] = await exited;
      finished = code === 0;
    }
    for (const {symbol} of connection.instruments()) {
      const expected = exchange.market.candles({symbol, timeframe: "5m", from: START, before});
      const rows = await stored(instrumentId({symbol, exchange: "simulated"}), "5m");
      expect(rows.openTime).toEqual(expected.openTime);
      expect(rows.volume).toEqual(expected.volume);
    }
  });

  it("goes on where it was interrupted without asking for what it has", async () => {
    const controller = new AbortController();
    const first = await load({timeframes: ["1m"], signal: controller.signal, onProgress: () => controller.abort()});
    expect(first.wasInterrupted).toBe(true);
    const before = exchange.requests();
    const second = await load({timeframes: ["1m"]});
    expect(first.inserted + second.inserted).toBe(2 * published("BTC/USDT", "1m").length + 60);
    expect(second.unchanged).toBeLessThan(10);
    expect(exchange.requests() - before).toBeLessThan(2 * 30 - 8);
  });

  it("loads only what is missing in front when asked for an earlier start", async () => {
    expect((await load({from: START + 10 * DAY})).failures).toEqual([]);
    const {inserted, unchanged} = await load({from: START});
    expect({inserted, unchanged}).toEqual({inserted: 2 * 240, unchanged: 0});
    expect((await stored(bitcoin, "1h")).openTime).toEqual(published("BTC/USDT", "1h").openTime);
  });

  it("records an outage as a gap, closes it when the candles come, and leaves it open while they do not", async () => {
    exchange.faults.addOutage({symbol: "BTC/USDT", from: START + 5 * HOUR, before: START + 8 * HOUR});
    await load();
    const gap = {instrument: bitcoin, from: START + 5 * HOUR, to: START + 7 * HOUR, missingCandles: 3};
    expect(await listGaps(database.pool)).toMatchObject([{...gap, reason: "unknown", retries: 0}]);
    const series = [{instrument: bitcoin, symbol: "BTC/USDT", timeframe: "1h"}] as const;
    const sink = databaseCandleSink(database.pool);
    expect(await retryGaps({connection, sink, series})).toEqual({retried: 1, candles: 0, left: 1});
    expect(await listGaps(database.pool)).toMatchObject([{...gap, retries: 1}]);
    exchange.faults.clear();
    expect(await retryGaps({connection, sink, series})).toEqual({retried: 1, candles: 3, left: 0});
    expect((await stored(bitcoin, "1h")).openTime).toEqual(published("BTC/USDT", "1h").openTime);
  });

  it("calls what lies before the first candle not listed", async () => {
    await load({from: Date.UTC(2021, 0, 3), before: Date.UTC(2021, 0, 5)});
    const gaps = await listGaps(database.pool);
    expect(gaps.map(({reason, missingCandles}) => [reason, missingCandles])).toEqual([
      ["not-listed", 24],
      ["not-listed", 24]
    ]);
  });

  it("puts an impossible row into quarantine, says so in the gap and goes on", async () => {
    const openTime = START + 3 * HOUR;
    exchange.faults.revise({symbol: "BTC/USDT", timeframe: "1h", openTime, volumeFactor: -1});
    const result = await load();
    expect(result.quarantined).toBe(1);
    expect(await listQuarantine(database.pool)).toMatchObject([{openTime, reason: "negative-volume"}]);
    expect(await listGaps(database.pool)).toMatchObject([{from: openTime, to: openTime, reason: "quarantined"}]);
    expect(checkCandles(await stored(bitcoin, "1h")).rejected).toEqual([]);
  });

  it("keeps a correction by the exchange as a revision", async () => {
    await load({before: NOW - 5 * HOUR});
    const openTime = NOW - 30 * 60_000 - 6 * HOUR;
    exchange.faults.revise({symbol: "BTC/USDT", timeframe: "1h", openTime, volumeFactor: 2});
    expect((await load()).revised).toBe(1);
    const rows = await stored(bitcoin, "1h");
    const index = rows.openTime.indexOf(openTime);
    expect(rows.volume[index]).toBeCloseTo(2 * (published("BTC/USDT", "1h").volume[index] as number), 6);
  });

  it("tells which series failed, loads the others, and heals on the next run", async () => {
    const sink = databaseCandleSink(database.pool);
    const broken = {
      ...sink,
      write: async (batch: Parameters<typeof sink.write>[0]) => {
        if (batch.instrument === bitcoin) throw new Error("disk full");
        return sink.write(batch);
      }
    };
    const options = {connection, symbols: SYMBOLS, timeframes: ["1h"] as const, from: START};
    const result = await backfillCandles({...options, sink: broken});
    expect(result.failures).toMatchObject([
      {symbol: "BTC/USDT", timeframe: "1h", message: expect.stringContaining("disk full")}
    ]);
    expect(result.inserted).toBe(480);
    expect((await load()).inserted).toBe(480);
  });

  it("names what the exchange has when it does not list a symbol", async () => {
    await expect(load({symbols: ["BTC/EUR"]})).rejects.toMatchObject({
      code: "EXCHANGE_NO_SYMBOL",
      message: expect.stringContaining("it has BTC/USDT")
    });
  });
});
