/** Two hundred symbols in four timeframes, concurrently, within the exchange's rate limit. */
import {afterAll, beforeAll, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {backfillCandles} from "../../../src/loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import type {LoadProgressReport} from "../../../src/loaders/backfill/progress-meter.js";
import {listSeries} from "../../../src/loaders/database/instrument-store.js";
import {type ExchangeConnection, openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {GENESIS_MS, manyProfiles} from "../../../src/loaders/simulated-exchange/market-profile.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const HOUR = 3_600_000;
const SYMBOLS = 200;
const TIMEFRAMES = ["15m", "1h", "4h", "1d"] as const;
const NOW = GENESIS_MS + 240 * HOUR;
const FROM = NOW - 24 * HOUR;
/** ccxt counts a page of candles as 0.4 requests: 250 pages a second, below what the exchange answers. */
const RATE_LIMIT_MS = 10;
const LIMIT = {requests: 30, windowMs: 100};

let exchange: SimulatedExchange;
let connection: ExchangeConnection;
let database: TestDatabase;

beforeAll(async () => {
  exchange = await startSimulatedExchange({
    ...{seed: 9, startAt: NOW, speed: 0},
    profiles: manyProfiles(SYMBOLS, seededRandom(9))
  });
  const retry = {attempts: 2, waitFactor: 0};
  connection = await openExchange("simulated", {urls: exchange, rateLimitMs: RATE_LIMIT_MS, retry});
  database = await createTestDatabase();
});

afterAll(async () => {
  await connection?.close();
  await exchange?.close();
  await database?.drop();
});

it("loads 200 symbols in 4 timeframes within the rate limit, and tells its pace and what is left", async () => {
  exchange.faults.requestLimit = LIMIT;
  const refused: string[] = [];
  const reports: LoadProgressReport[] = [];
  const result = await backfillCandles({
    connection: {...connection, retry: {...connection.retry, onRetry: ({code}) => refused.push(code)}},
    sink: databaseCandleSink(database.pool),
    symbols: connection.instruments().map(({symbol}) => symbol),
    timeframes: TIMEFRAMES,
    from: FROM,
    concurrency: 16,
    onProgress: (report) => reports.push(report)
  });
  expect(result).toMatchObject({series: SYMBOLS * TIMEFRAMES.length, failures: [], quarantined: 0});
  expect(refused).toEqual([]);
  const stored = await listSeries(database.pool);
  for (const [timeframe, candles] of [
    ["15m", 96],
    ["1h", 24],
    ["4h", 6],
    ["1d", 1]
  ] as const) {
    const those = stored.filter((series) => series.timeframe === timeframe);
    expect(those.filter((series) => series.candles === candles && series.openGaps === 0).length).toBe(SYMBOLS);
  }
  const last = reports.at(-1);
  expect(last).toMatchObject({share: 1, leftMs: 0, partsDone: 800, parts: 800, rows: result.inserted});
  expect(reports.some(({leftMs, rowsPerSecond}) => leftMs !== null && leftMs > 0 && rowsPerSecond > 0)).toBe(true);
  reports.slice(1).forEach(({share}, index) => {
    expect(share).toBeGreaterThanOrEqual(reports[index]?.share ?? 0);
  });
});

it("would be refused by the exchange above its limit", async () => {
  exchange.faults.requestLimit = {requests: 5, windowMs: 60_000};
  const ask = () => connection.client.fetchOHLCV("C0/USDT", "1h", FROM, 10);
  const answers = await Promise.allSettled(Array.from({length: 6}, ask));
  expect(answers.filter(({status}) => status === "rejected").length).toBeGreaterThan(0);
});
