/** A session in one process a component: the same events with the same hashes as in one process for all. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Journal, JournaledEvent} from "../../../src/lib/integration/ports/journal.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {EVENT_CODEC, type MessageCodec} from "../../../src/live/integration/event-codec.js";
import {PostgresEventBus} from "../../../src/live/integration/postgres-event-bus.js";
import {RedisEventBus} from "../../../src/live/integration/redis-event-bus.js";
import type {ChosenTape} from "../../../src/live/tape-choice.js";
import {tradeTape} from "../../../src/live/trade-tape.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {describeWithRedis, type TestRedis} from "../../support/redis.js";
import {simulatedTape} from "../../support/simulated-strategy.js";
import {tradeInStages} from "./stage-set.js";

function tapeOf(learning: "all-instruments" | "each-instrument"): ChosenTape {
  const {
    plan,
    warmUp,
    traded,
    firstOpenTime: from,
    lastOpenTime: to
  } = simulatedTape({
    seed: 3,
    warmUpCandles: 60,
    candles: 150,
    holes: 41
  });
  const strategy = {...plan.strategy, agents: {...plan.strategy.agents, learning}};
  const events = () => candleTape(strategy.timeframe, traded);
  return {plan: {...plan, strategy}, warmUp, scope: {from, to}, from, to, events};
}

function topologyContract(startRedis: (() => Promise<TestRedis>) | null): void {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let journal: Journal;
  const open = <Message extends {readonly id: string}>(codec: MessageCodec<Message>) =>
    redis === null
      ? new PostgresEventBus<Message>({connectionString: database.url, maxConnections: 3}, codec)
      : new RedisEventBus<Message>({url: redis.url, prefix: "topology"}, codec);

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = (await startRedis?.()) ?? null;
    journal = createPostgresJournal(database.pool);
  });
  afterAll(async () => {
    await redis?.stop();
    await database?.drop();
  });

  const inOneProcess = async (tape: ChosenTape, session: string): Promise<readonly JournaledEvent[]> => {
    const bus = open(EVENT_CODEC);
    await tradeTape({
      tape,
      journal,
      bus,
      sessionId: session,
      codeCommit: "crash-suite",
      environment: "simulation",
      speed: "max",
      signal: new AbortController().signal
    });
    await bus.close();
    return recordOf(session);
  };
  const recordOf = async (session: string): Promise<readonly JournaledEvent[]> => {
    const events: JournaledEvent[] = [];
    for await (const batch of createPostgresJournal(database.pool).read(session)) events.push(...batch);
    return events;
  };

  for (const [learning, shards] of [
    ["all-instruments", {}],
    ["each-instrument", {factors: 3, agents: 2}]
  ] as const)
    it(`makes the same events in the same order with ${JSON.stringify(shards)} shards, ${learning}`, async () => {
      const tape = tapeOf(learning);
      const name = `${learning}-${Object.keys(shards).length}`;
      const whole = await inOneProcess(tape, `${name}-whole`);
      await tradeInStages({tape, session: `${name}-parts`, journal, open, shards});
      const parts = await recordOf(`${name}-parts`);
      // The opening names its session, and so is another one's.
      const texts = (events: readonly JournaledEvent[]) => events.slice(1).map(({event}) => JSON.stringify(event));
      expect(whole.filter(({event}) => event.fact === "OrderFilled").length).toBeGreaterThan(50);
      expect(texts(parts)).toEqual(texts(whole));
      expect(await journal.verify(`${name}-parts`)).toMatchObject({ok: true, events: whole.length});
    });
}

describe("a session in one process a component, over the bus in the database", () => topologyContract(null));
describeWithRedis("a session in one process a component, over Redis", (start) => topologyContract(start));
