/** A paper session over the crash suite's tape in a process of its own, made to be killed. Its order is argv[2]. */
import type {EventBus} from "../../src/lib/integration/ports/event-bus.js";
import {candleTape} from "../../src/lib/market-data/candle-tape.js";
import {PostgresEventBus} from "../../src/live/integration/postgres-event-bus.js";
import {RedisEventBus} from "../../src/live/integration/redis-event-bus.js";
import {tradeTape} from "../../src/live/trade-tape.js";
import {createPool} from "../../src/loaders/database/open-database.js";
import {createPostgresJournal} from "../../src/loaders/journal/postgres-journal.js";
import {crashTape} from "./crash-tape.js";

export interface CrashOrder {
  readonly databaseUrl: string;
  /** Null for the bus in the database. */
  readonly redisUrl: string | null;
  readonly session: string;
}

/** Small, so that a session has many commits to be killed between. */
const MAXIMUM_BATCH_EVENTS = 20;

export function crashBus({databaseUrl, redisUrl}: Omit<CrashOrder, "session">): EventBus {
  const maxBatchEvents = MAXIMUM_BATCH_EVENTS;
  if (redisUrl === null) return new PostgresEventBus({connectionString: databaseUrl, maxBatchEvents});
  return new RedisEventBus({url: redisUrl, prefix: "crash", maxBatchEvents});
}

async function main(order: CrashOrder): Promise<void> {
  const pool = createPool(order.databaseUrl, 4);
  const bus = crashBus(order);
  const {plan, warmUp, traded: series, firstOpenTime: from, lastOpenTime: to} = crashTape();
  const events = () => candleTape(plan.strategy.timeframe, series);
  const traded = await tradeTape({
    tape: {plan, warmUp, scope: {from, to}, from, to, events},
    journal: createPostgresJournal(pool),
    bus,
    sessionId: order.session,
    codeCommit: "crash-suite",
    environment: "simulation",
    speed: "max",
    signal: new AbortController().signal
  });
  process.stdout.write(JSON.stringify(traded));
  await bus.close();
  await pool.end();
}

if (process.argv[2]?.startsWith("{")) await main(JSON.parse(process.argv[2]) as CrashOrder);
