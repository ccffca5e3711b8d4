/**
 * The event bus of an installation without Redis: tables of the database (migration 0010_bus), woken by LISTEN/NOTIFY
 * with a poll behind it. A publish is durable when it resolves; batches make up for the cost of that.
 */
import pg from "pg";
import {DAY_MS} from "../../lib/core/time.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {
  BusHealth,
  BusMessage,
  BusTrouble,
  DeliveryHandler,
  EventBus,
  PublishOutcome,
  SubscribeOptions,
  Subscription,
  TailOptions,
  TrimOptions
} from "../../lib/integration/ports/event-bus.js";
import {readSqlFile} from "../../loaders/database/read-sql.js";
import type {Guard} from "./circuit-breaker.js";
import {startDeliveryLoop} from "./delivery-loop.js";
import {type EncodedEvent, EVENT_CODEC, type MessageCodec} from "./event-codec.js";
import {guardedPool, isDatabaseAway} from "./guarded-pool.js";
import {PostgresGroupSource, type PostgresSourceOptions} from "./postgres-group-source.js";
import {PostgresTailSource} from "./postgres-tail-source.js";
import {PostgresWake} from "./postgres-wake.js";
import {PublishQueue} from "./publish-queue.js";
import {orServerAway} from "./server-away.js";
import {SubscriptionSet} from "./subscription-set.js";

export interface PostgresEventBusOptions {
  readonly connectionString: string;
  /** Connections of this bus, besides the listening one. Default 6. */
  readonly maxConnections?: number;
  readonly maxBatchEvents?: number;
  /** A consumer that says nothing for so long is dead; another of its group takes over what it held. */
  readonly claimIdleMs?: number;
  /** How long a reader waits at most when no notification comes. */
  readonly pollMs?: number;
  readonly rememberIdsMs?: number;
  readonly onTrouble?: (trouble: BusTrouble) => void;
  /** The circuit breaker of the database; none by default. */
  readonly guard?: Guard;
}

const HEALTH_TIMEOUT_MS = 1_000;
const TRIM = readSqlFile(new URL("./sql/bus-trim.sql", import.meta.url));

export class PostgresEventBus<Message extends BusMessage = PapertapeEvent> implements EventBus<Message> {
  readonly #codec: MessageCodec<Message>;
  readonly #options: PostgresEventBusOptions;
  readonly #pool: pg.Pool;
  readonly #wake: PostgresWake;
  readonly #queue: PublishQueue<Message>;
  readonly #subscriptions = new SubscriptionSet();
  readonly #onTrouble: (trouble: BusTrouble) => void;
  readonly #claimIdleMs: number;

  /** @param codec for a bus that carries something else than events */
  constructor(options: PostgresEventBusOptions, codec?: MessageCodec<Message>) {
    // Without a codec it carries events: that is the default of `Message`.
    this.#codec = codec ?? (EVENT_CODEC as unknown as MessageCodec<Message>);
    const {connectionString} = options;
    this.#options = options;
    this.#onTrouble = options.onTrouble ?? (() => {});
    this.#claimIdleMs = options.claimIdleMs ?? 30_000;
    const max = options.maxConnections ?? 6;
    const pool = new pg.Pool({connectionString, max, connectionTimeoutMillis: 5_000, keepAlive: true});
    // An idle connection that is cut is replaced at the next query, which reports what failed.
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    this.#pool = options.guard === undefined ? pool : guardedPool(pool, options.guard);
    this.#wake = new PostgresWake(connectionString);
    this.#queue = new PublishQueue<Message>({
      encode: (message) => this.#codec.encode(message),
      append: (stream, events) => this.#append(stream, events),
      isServerAway: isDatabaseAway,
      onTrouble: this.#onTrouble
    });
  }

  publish(stream: string, events: readonly Message[]): Promise<PublishOutcome> {
    return this.#queue.publish(stream, events);
  }

  async subscribe(options: SubscribeOptions, handler: DeliveryHandler<Message>): Promise<Subscription> {
    const {stream} = options;
    const source = new PostgresGroupSource({
      ...this.#sourceOptions(stream),
      ...options,
      claimIdleMs: this.#claimIdleMs
    });
    await orServerAway(isDatabaseAway, () => source.createGroup());
    return this.#subscriptions.add(startDeliveryLoop({...this.#loopOptions(stream), source, handler}));
  }

  async tail({stream, after}: TailOptions, handler: DeliveryHandler<Message>): Promise<Subscription> {
    const position =
      after === "now"
        ? await orServerAway(isDatabaseAway, () => this.#newest(stream))
        : after === "beginning"
          ? "0"
          : after.after;
    const source = new PostgresTailSource(this.#sourceOptions(stream), position);
    return this.#subscriptions.add(startDeliveryLoop({...this.#loopOptions(stream), source, handler}));
  }

  async lag(stream: string, group: string): Promise<number | null> {
    const {rows} = await this.#query<{lag: string | null}>("select bus.lag($1, $2) as lag", [stream, group]);
    const lag = rows[0]?.lag ?? null;
    return lag === null ? null : Number(lag);
  }

  async trim(stream: string, {keepSince, keepAfter}: TrimOptions = {}): Promise<number> {
    const rememberMs = this.#options.rememberIdsMs ?? DAY_MS;
    const {rows} = await this.#query<{removed: string}>(TRIM, [
      stream,
      keepSince ?? null,
      rememberMs,
      keepAfter ?? null
    ]);
    return Number(rows[0]?.removed ?? 0);
  }

  async dropGroup(stream: string, group: string): Promise<void> {
    await this.#query("delete from bus.groups where stream = $1 and group_name = $2", [stream, group]);
  }

  async health(): Promise<BusHealth> {
    const began = performance.now();
    try {
      // The type declarations of pg leave out the time limit of a single query.
      await this.#pool.query({text: "select 1", query_timeout: HEALTH_TIMEOUT_MS} as pg.QueryConfig);
      return {status: "up", roundTripMs: performance.now() - began};
    } catch (error) {
      return {status: "down", reason: error instanceof Error ? error.message : String(error)};
    }
  }

  async close(): Promise<void> {
    this.#queue.close();
    await this.#subscriptions.closeAll();
    await this.#wake.close();
    await this.#pool.end();
  }

  async #append(stream: string, events: readonly EncodedEvent[]): Promise<readonly boolean[]> {
    const {rows} = await this.#pool.query<{fresh: boolean[]}>({
      name: "bus-append",
      text: "select bus.append($1, $2, $3) as fresh",
      values: [stream, events.map((event) => event.id), events.map((event) => event.text)]
    });
    return rows[0]?.fresh ?? [];
  }

  #query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<Row>> {
    return orServerAway(isDatabaseAway, () => this.#pool.query<Row>(text, values));
  }

  async #newest(stream: string): Promise<string> {
    const text = "select last_seq from bus.streams where stream = $1";
    const {rows} = await this.#pool.query<{last_seq: string}>(text, [stream]);
    return rows[0]?.last_seq ?? "0";
  }

  #sourceOptions(stream: string): PostgresSourceOptions<Message> {
    return {
      pool: this.#pool,
      wake: this.#wake,
      stream,
      maxBatchEvents: this.#options.maxBatchEvents ?? 200,
      pollMs: this.#options.pollMs ?? 500,
      onTrouble: this.#onTrouble,
      decode: (text: string) => this.#codec.decode(text)
    };
  }

  #loopOptions(stream: string) {
    return {stream, claimIdleMs: this.#claimIdleMs, onTrouble: this.#onTrouble};
  }
}
