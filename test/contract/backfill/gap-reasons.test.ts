/** Why candles are missing, told by evidence: the other instruments, the trades, the exchange's failures. */
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {backfillCandles} from "../../../src/loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {inferGapReasons} from "../../../src/loaders/backfill/infer-gap-reasons.js";
import {retryGaps} from "../../../src/loaders/backfill/retry-gaps.js";
import {listGaps} from "../../../src/loaders/database/gap-store.js";
import {type ExchangeConnection, openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 4, 5, 12, 30);
const START = NOW - 30 * 60_000 - 48 * HOUR;
const SYMBOLS = ["BTC/USDT", "ETH/USDT", "SOL/USDT"];

let exchange: SimulatedExchange;
let connection: ExchangeConnection;
let database: TestDatabase;

beforeAll(async () => {
  exchange = await startSimulatedExchange({seed: 5, startAt: NOW, speed: 0});
  connection = await openExchange("simulated", {urls: exchange, retry: {attempts: 2, waitFactor: 0}});
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

const load = () =>
  backfillCandles({
    connection,
    sink: databaseCandleSink(database.pool),
    symbols: SYMBOLS,
    timeframes: ["1h"],
    from: START
  });

function retry() {
  const series = connection
    .instruments()
    .filter(({symbol}) => SYMBOLS.includes(symbol))
    .map(({id, symbol}) => ({instrument: id, symbol, timeframe: "1h" as const}));
  return retryGaps({connection, sink: databaseCandleSink(database.pool), series});
}

const reasons = async () =>
  (await listGaps(database.pool)).map(({instrument, from, reason}) => [
    instrument.split("/")[0],
    (from - START) / HOUR,
    reason
  ]);

describe("the reasons of gaps", () => {
  it("are exchange-down where every instrument lacks the same candles, and stay so", async () => {
    exchange.faults.addOutage({from: START + 10 * HOUR, before: START + 12 * HOUR});
    exchange.faults.addOutage({symbol: "ETH/USDT", from: START + 20 * HOUR, before: START + 21 * HOUR});
    await load();
    expect(await inferGapReasons(database.pool)).toBe(3);
    const expected = [
      ["BTC", 10, "exchange-down"],
      ["ETH", 10, "exchange-down"],
      ["ETH", 20, "unknown"],
      ["SOL", 10, "exchange-down"]
    ];
    expect(await reasons()).toEqual(expected);
    await retry();
    await load();
    expect(await inferGapReasons(database.pool)).toBe(0);
    expect(await reasons()).toEqual(expected);
  });

  it("are no-trades where the exchange has trades around the hole and none in it", async () => {
    const quiet = {from: START + 10 * HOUR, before: START + 12 * HOUR, isQuiet: true};
    exchange.faults.addOutage({symbol: "ETH/USDT", ...quiet});
    exchange.faults.addOutage({symbol: "SOL/USDT", from: START + 30 * HOUR, before: START + 31 * HOUR});
    await load();
    await retry();
    expect(await reasons()).toEqual([
      ["ETH", 10, "no-trades"],
      ["SOL", 30, "unknown"]
    ]);
    expect((await retry()).retried).toBe(1);
  });

  it("are fetch-failed while the exchange does not answer, and unknown again when it does", async () => {
    exchange.faults.addOutage({symbol: "ETH/USDT", from: START + 10 * HOUR, before: START + 12 * HOUR});
    await load();
    exchange.faults.setMaintenance(true);
    await retry();
    expect(await reasons()).toEqual([["ETH", 10, "fetch-failed"]]);
    exchange.faults.setMaintenance(false);
    await retry();
    expect(await reasons()).toEqual([["ETH", 10, "unknown"]]);
  });
});

describe("a database that fails while candles are loaded", () => {
  it("is named as the database, not as the exchange", async () => {
    const broken = {...database.pool, query: () => Promise.reject(Object.assign(new Error("disk"), {code: "53100"}))};
    const sink = {...databaseCandleSink(database.pool), write: databaseCandleSink(broken as never).write};
    const result = await backfillCandles({connection, sink, symbols: ["BTC/USDT"], timeframes: ["1h"], from: START});
    expect(result.failures).toMatchObject([{code: "DATABASE_FULL", message: expect.stringContaining("make room")}]);
  });
});
