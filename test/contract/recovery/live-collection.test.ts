/**
 * A live session whose collection dies at any moment: what the market did meanwhile is fetched afterwards, and the tape
 * has every candle once, in order, as the exchange made it. Once as one process, once as a process a component.
 */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {backfillCandles} from "../../../src/loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {keepLive, type LiveProcess} from "../../support/live-processes.js";
import {describeWithRedis, type TestRedis} from "../../support/redis.js";

const IS_LONG = process.env.PAPERTAPE_LONG === "1";
const KILLS = IS_LONG ? 50 : 2;
const SYMBOLS = ["BTC/USDT", "ETH/USDT"];
/** Half a second a candle: a restart misses several. */
const SPEED = 7_200;
const SEED = 5;
const WARM_UP_CANDLES = 80;
const PATIENCE = {timeout: 90_000, interval: 50};
const TIMEOUT_MS = KILLS * 30_000 + 60_000;

let database: TestDatabase;
let exchange: SimulatedExchange;
let data: string;
beforeEach(async () => {
  database = await createTestDatabase();
  data = await mkdtemp(join(tmpdir(), "papertape-live-"));
  exchange = await startSimulatedExchange({seed: SEED, startAt: Date.UTC(2024, 1, 1), speed: SPEED});
  await loadHistory();
});
afterEach(async () => {
  await exchange.close();
  await database.drop();
  await rm(data, {recursive: true, force: true});
});

/** A session begins behind the newest candle that is stored, wherever its processes begin. */
async function loadHistory(): Promise<void> {
  const connection = await openExchange("binance", {urls: exchange, isSimulated: true});
  for (const instrument of connection.instruments().filter(({symbol}) => SYMBOLS.includes(symbol)))
    await upsertInstrument(database.pool, instrument);
  await backfillCandles({
    connection,
    sink: databaseCandleSink(database.pool),
    symbols: SYMBOLS,
    timeframes: ["1h"],
    from: Date.UTC(2024, 1, 1) - WARM_UP_CANDLES * HOUR_MS
  });
  await connection.close();
}

const live = (words: readonly string[], redis: TestRedis | null): LiveProcess =>
  keepLive(
    [
      "--exchange",
      "binance",
      "--symbol",
      ...SYMBOLS,
      "--strategy",
      "moving-average-cross",
      "--session",
      "killed",
      ...words
    ],
    {
      PAPERTAPE_DATA: data,
      PAPERTAPE_EXCHANGE_URL: exchange.url,
      PAPERTAPE_HTTP_PORT: "0",
      DATABASE_URL: database.url,
      REDIS_URL: redis?.url ?? ""
    }
  );

async function tape(): Promise<readonly PapertapeEvent[]> {
  const events: PapertapeEvent[] = [];
  for await (const batch of createPostgresJournal(database.pool).read("killed"))
    events.push(...batch.map(({event}) => event));
  return events;
}

async function slices(): Promise<number> {
  const {rows} = await database.pool.query<{count: string}>(
    "select count(*) from journal_events join journal_sessions on number = session where id = 'killed' and fact = 'SliceCompleted'"
  );
  return Number(rows[0]?.count ?? 0);
}

/** Kills one of the processes whenever some more slices are on the tape. */
async function killRepeatedly(victims: readonly LiveProcess[]): Promise<void> {
  const random = seededRandom(SEED);
  for (let kills = 0, target = 3; kills < KILLS; kills++) {
    const wanted = target;
    await vi.waitFor(async () => expect(await slices()).toBeGreaterThanOrEqual(wanted), PATIENCE);
    await victims[random.below(victims.length)]?.kill();
    target = (await slices()) + 1 + random.below(6);
  }
  const enough = (await slices()) + 10;
  await vi.waitFor(async () => expect(await slices()).toBeGreaterThanOrEqual(enough), PATIENCE);
}

async function expectWhole(): Promise<void> {
  const events = await tape();
  expect(new Set(events.map(({id}) => id)).size).toBe(events.length);
  const closes = events.flatMap((event) => (event.fact === "SliceCompleted" ? [event.payload.closeTime] : []));
  expect(closes).toEqual(closes.map((_, index) => (closes[0] ?? 0) + index * HOUR_MS));
  // A kill at the end may leave candles whose slice is not complete yet.
  const complete = candlesOf(events).filter(({closeTime}) => closeTime <= (closes.at(-1) ?? 0));
  expect(complete).toEqual(closes.flatMap(marketCandles));
  expect(events.filter(({fact}) => fact === "MarketDataGapFound")).toEqual([]);
  const decided = events.filter(({fact}) => fact === "TradeSignalRaised" || fact === "TradeSignalWithheld");
  expect(decided.length).toBe(closes.length * SYMBOLS.length);
  expect(await createPostgresJournal(database.pool).verify("killed")).toMatchObject({ok: true, events: events.length});
}

const candlesOf = (events: readonly PapertapeEvent[]) =>
  events.flatMap((event) => {
    if (event.fact !== "CandleClosed") return [];
    const {instrument, closeTime, open, close, volume} = event.payload;
    return [{instrument, closeTime, open, close, volume}];
  });

/** What the exchange made of the hour that ended then. */
const marketCandles = (closeTime: number) =>
  SYMBOLS.map((symbol) => {
    const range = {symbol, timeframe: "1h" as const, from: closeTime - HOUR_MS, before: closeTime};
    const {open, close, volume} = exchange.market.candles(range);
    return {instrument: `${symbol}@binance`, closeTime, open: open[0], close: close[0], volume: volume[0]};
  });

// The usual run kills one process elsewhere, over tapes; here a restart costs seconds.
if (IS_LONG)
  describe("a live session in one process, over the bus in the database", () => {
    it(
      "has every candle of the market once, however often it is killed",
      async () => {
        const daemon = live([], null);
        try {
          await killRepeatedly([daemon]);
        } finally {
          await daemon.end();
        }
        await expectWhole();
      },
      TIMEOUT_MS
    );
  });

describeWithRedis("a live session in one process a component, over Redis", (startRedis) => {
  it(
    "has every candle of the market once, however often collection is killed",
    async () => {
      const redis = await startRedis();
      const parts = ["virtual-trading", "factors", "agents", "decision"].map((name) => live(["--only", name], redis));
      const collection = ["1/2", "2/2"].map((shard) => live(["--only", "collection", "--shard", shard], redis));
      try {
        await killRepeatedly(collection);
      } finally {
        await Promise.all([...parts, ...collection].map((part) => part.end()));
        await redis.stop();
      }
      await expectWhole();
    },
    TIMEOUT_MS
  );
});
