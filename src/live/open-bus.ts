/** The event bus that the configuration asks for: Redis Streams where there is a URL, else the one in Postgres. */
import type {BusTrouble, EventBus} from "../lib/integration/ports/event-bus.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import type {Breaker} from "./integration/circuit-breaker.js";
import {isDatabaseAway} from "./integration/guarded-pool.js";

export interface OpenBusOptions {
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  readonly onTrouble?: (trouble: BusTrouble) => void;
  /** Where the breaker of the bus' server is put: the one of Redis, or a second one of the database. */
  readonly panel?: BreakerPanel;
}

/** Our own servers are tried again soon: they are near, and everything waits for them. */
const NEAR = {retryAfterMs: 250, longestRetryMs: 1_000} as const;
const WAIT = "components wait where they are and catch up in order";

export async function openBus({redisUrl, databaseUrl, onTrouble, panel}: OpenBusOptions): Promise<EventBus> {
  const trouble = onTrouble === undefined ? {} : {onTrouble};
  if (redisUrl !== null) {
    const {RedisEventBus, isServerAway} = await import("./integration/redis-event-bus.js");
    const breaker = panel?.add("Redis", {...NEAR, isFailure: isServerAway, effect: WAIT});
    return new RedisEventBus({url: redisUrl, ...trouble, ...guardOf(breaker)});
  }
  const {PostgresEventBus} = await import("./integration/postgres-event-bus.js");
  const breaker = panel?.add("bus database", {...NEAR, isFailure: isDatabaseAway, effect: WAIT});
  return new PostgresEventBus({connectionString: databaseUrl, ...trouble, ...guardOf(breaker)});
}

/** The breaker that everything else passes on its way to the database. */
export function databaseBreaker(panel: BreakerPanel): Breaker {
  return panel.add("database", {
    ...NEAR,
    timeoutMs: 30_000,
    isFailure: isDatabaseAway,
    effect: "trading is paused until the journal can be written, and goes on by itself"
  });
}

function guardOf(breaker: Breaker | undefined) {
  return breaker === undefined ? {} : {guard: breaker.call};
}
