/** What candles, tape and ledger must be when the process that collects is killed: the same as without. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {StrategyPlan} from "../../../src/lib/integration/strategy-plan.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {candleAt, columnsOf} from "../../../src/lib/vocabulary/candle-rows.js";
import {completedThrough} from "../../../src/live/integration/journal-progress.js";
import {PostgresEventBus} from "../../../src/live/integration/postgres-event-bus.js";
import {RedisEventBus} from "../../../src/live/integration/redis-event-bus.js";
import type {ChosenTape} from "../../../src/live/tape-choice.js";
import {ensureSeries, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {appendLiveCandles} from "../../../src/loaders/database/live-candles.js";
import {openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {collectedPlan, startCollection} from "../../support/collection-process.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import type {TestRedis} from "../../support/redis.js";
import {startStages, tradeInStages} from "../topology/stage-set.js";

const IS_LONG = process.env.PAPERTAPE_LONG === "1";
/** Of one bus; there are two. */
const KILLS = IS_LONG ? 100 : 3;
const KILLS_A_SESSION = 10;
const MINUTE = 60_000;
/** A tenth of a second a candle. */
const SPEED = 36_000;
const START = Date.UTC(2024, 1, 1);
/** There when collection begins, and how many are traded after each kill. */
const [BEFORE, A_KILL] = [60, 25];
const OUTAGE = {symbol: "ETH/USDT", from: START + 20 * HOUR_MS, before: START + 23 * HOUR_MS};
const LATER_OUTAGE = {symbol: "BTC/USDT", from: START + 75 * HOUR_MS, before: START + 77 * HOUR_MS};

/** @param startRedis null for the bus in the database. */
export function collectionContract(startRedis: (() => Promise<TestRedis>) | null): void {
  let redis: TestRedis | null = null;
  let folder: string;
  beforeAll(async () => {
    redis = (await startRedis?.()) ?? null;
    folder = await mkdtemp(join(tmpdir(), "papertape-collection-"));
  });
  afterAll(async () => {
    await redis?.stop();
    await rm(folder, {recursive: true, force: true});
  });

  const round = async (seed: number, kills: number) => {
    const database = await createTestDatabase();
    const exchange = await startSimulatedExchange({seed, startAt: START + BEFORE * HOUR_MS, speed: SPEED});
    const connection = await openExchange("binance", {urls: exchange, isSimulated: true});
    try {
      const plan = collectedPlan(connection);
      for (const instrument of plan.instruments) await upsertInstrument(database.pool, instrument);
      exchange.faults.addOutage(OUTAGE);
      exchange.faults.addOutage(LATER_OUTAGE);
      const url = redis?.url ?? null;
      const wanted = BEFORE + (kills + 1) * A_KILL;
      const setting = {database, exchange, plan, redisUrl: url, folder, session: `killed-${seed}`, seed};
      await killCollection({...setting, kills, wanted});
      const undisturbed = await undisturbedTape(setting, wanted);
      const collected = await tapeOf(database, setting.session);
      expect(collected.length).toBeGreaterThanOrEqual(undisturbed.length);
      expect(collected.slice(0, undisturbed.length)).toEqual(undisturbed);
      const facts = new Set(undisturbed.map((text) => (JSON.parse(text) as {fact: string}).fact));
      expect([...facts]).toEqual(expect.arrayContaining(["MarketDataGapFound", "OrderFilled", "EquityMarked"]));
      expect(await createPostgresJournal(database.pool).verify(setting.session)).toMatchObject({ok: true});
      await expectStored(setting, wanted);
    } finally {
      await connection.close();
      await exchange.close();
      await database.drop();
    }
  };

  it(
    "leaves no candle out and takes none twice, however often its process is killed",
    async () => {
      for (let killed = 0, seed = 1; killed < KILLS; killed += KILLS_A_SESSION, seed++)
        await round(seed, Math.min(KILLS_A_SESSION, KILLS - killed));
    },
    Math.max(1, KILLS / 10) * 3 * MINUTE
  );
}

interface Setting {
  readonly database: TestDatabase;
  readonly exchange: SimulatedExchange;
  readonly plan: StrategyPlan;
  readonly redisUrl: string | null;
  readonly folder: string;
  readonly session: string;
  readonly seed: number;
}

function stageOptions({database, plan, redisUrl, session}: Setting, tape: Pick<ChosenTape, "to" | "events">) {
  return {
    tape: {plan, warmUp: [], scope: {}, from: START, ...tape},
    session,
    journal: createPostgresJournal(database.pool),
    open: ((codec) =>
      redisUrl === null
        ? new PostgresEventBus({connectionString: database.url, maxConnections: 3}, codec)
        : new RedisEventBus({url: redisUrl}, codec)) as Parameters<typeof startStages>[0]["open"]
  };
}

/** The other components run here; only collection dies. */
async function killCollection(setting: Setting & {readonly kills: number; readonly wanted: number}): Promise<void> {
  const {database, exchange, redisUrl, folder, session, kills, wanted, seed} = setting;
  const journal = createPostgresJournal(database.pool);
  const random = seededRandom(seed);
  const stages = await startStages(stageOptions(setting, {to: START, events: () => []}));
  const order = {databaseUrl: database.url, redisUrl, session, exchangeUrl: exchange.url, speed: SPEED, folder};
  const passes = async (slices: number) => {
    while (((await completedThrough(journal, session)) ?? START) < START + slices * HOUR_MS) await wait(10);
  };
  let collection = {kill: () => Promise.resolve()};
  try {
    await storeWithoutPublishing(setting);
    for (let kill = 0; kill <= kills; kill++) {
      collection = startCollection(order);
      const slices = kill === 0 ? 1 : BEFORE + (kill - 1) * A_KILL + random.below(A_KILL);
      await Promise.race([passes(kill === kills ? wanted : slices), stages.failed]);
      // Anywhere between asking for a candle, storing it and publishing it.
      await wait(random.below(100));
      await collection.kill();
    }
  } finally {
    await collection.kill();
    await stages.stop();
  }
}

/** As a run leaves it that is killed between storing its first candle and publishing it. */
async function storeWithoutPublishing({database, exchange, plan}: Setting): Promise<void> {
  const [instrument] = plan.instruments;
  if (instrument === undefined) throw new Error("the plan has instruments");
  const series = await ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1h"});
  const {symbol} = instrument;
  const columns = exchange.market.candles({symbol, timeframe: "1h", from: START, before: START + HOUR_MS});
  const candle = candleAt(columns, 0);
  await appendLiveCandles(database.pool, [{series, candle, recordedAt: START + HOUR_MS}], "simulated");
}

function marketHistory({exchange, plan}: Setting, slices: number) {
  return plan.instruments.map(({id, symbol}) => {
    const range = {symbol, timeframe: "1h", from: START, before: START + slices * HOUR_MS} as const;
    const columns = exchange.market.candles(range);
    const rows = Array.from({length: columns.length}, (_, index) => candleAt(columns, index));
    const isThere = ({openTime}: {readonly openTime: number}) =>
      [OUTAGE, LATER_OUTAGE].every(
        (outage) => outage.symbol !== symbol || openTime < outage.from || openTime >= outage.before
      );
    return {instrument: id, origin: "simulated" as const, columns: columnsOf("1h", rows.filter(isThere))};
  });
}

/** The same market from history, with nothing in its way. */
async function undisturbedTape(setting: Setting, slices: number): Promise<readonly string[]> {
  const session = `${setting.session}-undisturbed`;
  const events = () => candleTape("1h", marketHistory(setting, slices));
  await tradeInStages(stageOptions({...setting, session}, {to: START + (slices - 1) * HOUR_MS, events}));
  return tapeOf(setting.database, session);
}

/** Without the opening, and without what says when this machine heard of it. */
async function tapeOf({pool}: TestDatabase, session: string): Promise<readonly string[]> {
  const texts: string[] = [];
  const isTimeless = (key: string, value: unknown) => (key === "recordedAt" || key === "whileAway" ? undefined : value);
  for await (const batch of createPostgresJournal(pool).read(session))
    texts.push(...batch.map(({event}) => JSON.stringify(event, isTimeless)));
  return texts.slice(1);
}

/** Every candle once, as first published. */
async function expectStored(setting: Setting, slices: number): Promise<void> {
  const {pool} = setting.database;
  for (const {instrument, columns} of marketHistory(setting, slices)) {
    const series = await ensureSeries(pool, {instrument, timeframe: "1h"});
    const {rows} = await pool.query<{openTime: string; close: number; revision: number}>(
      `select extract(epoch from open_time) * 1000 as "openTime", close, revision from candles
       where series_id = $1 and open_time < $2 order by open_time`,
      [series.id, new Date(START + slices * HOUR_MS)]
    );
    const stored = rows.map(({openTime, close, revision}) => [Number(openTime), close, revision]);
    expect(stored).toEqual(Array.from(columns.openTime, (time, index) => [time, columns.close[index], 0]));
  }
}
