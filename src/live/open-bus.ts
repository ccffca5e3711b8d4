/** The event bus that the configuration asks for: Redis Streams where there is a URL, else the one in Postgres. */
import type {PapertapeEvent} from "../lib/events/event.js";
import type {BusMessage, BusTrouble, EventBus} from "../lib/integration/ports/event-bus.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import type {Breaker} from "./integration/circuit-breaker.js";
import type {MessageCodec} from "./integration/event-codec.js";
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

/** @param codec for a bus that carries something else than events */
export async function openBus<Message extends BusMessage = PapertapeEvent>(
  {redisUrl, databaseUrl, onTrouble, panel}: OpenBusOptions,
  codec?: MessageCodec<Message>
): Promise<EventBus<Message>> {
  const trouble = onTrouble === undefined ? {} : {onTrouble};
  if (redisUrl !== null) {
    const {RedisEventBus, isServerAway} = await import("./integration/redis-event-bus.js");
    const breaker = panel?.add("Redis", {...NEAR, isFailure: isServerAway, effect: WAIT});
    return new RedisEventBus({url: redisUrl, ...trouble, ...guardOf(breaker)}, codec);
  }
  const {PostgresEventBus} = await import("./integration/postgres-event-bus.js");
  const breaker = panel?.add("bus database", {...NEAR, isFailure: isDatabaseAway, effect: WAIT});
  return new PostgresEventBus({connectionString: databaseUrl, ...trouble, ...guardOf(breaker)}, codec);
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
