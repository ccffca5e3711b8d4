/** The event bus that the configuration asks for: Redis Streams where there is a URL, else the one in Postgres. */
import type {BusTrouble, EventBus} from "../lib/integration/ports/event-bus.js";

export interface OpenBusOptions {
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  readonly onTrouble?: (trouble: BusTrouble) => void;
}

export async function openBus({redisUrl, databaseUrl, onTrouble}: OpenBusOptions): Promise<EventBus> {
  const trouble = onTrouble === undefined ? {} : {onTrouble};
  if (redisUrl !== null) {
    const {RedisEventBus} = await import("./integration/redis-event-bus.js");
    return new RedisEventBus({url: redisUrl, ...trouble});
  }
  const {PostgresEventBus} = await import("./integration/postgres-event-bus.js");
  return new PostgresEventBus({connectionString: databaseUrl, ...trouble});
}
