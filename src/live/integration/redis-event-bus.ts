/**
 * The event bus over Redis Streams with consumer groups: for components in processes of their own. Events are appended
 * by a script that knows the ids of the last day; entries are trimmed only behind the slowest group.
 */
import {readFileSync} from "node:fs";
import {OperatingError} from "../../lib/core/operating-error.js";
import {DAY_MS} from "../../lib/core/time.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {
  BusHealth,
  BusMessage,
  BusTrouble,
  DeliveryHandler,
  EventBus,
  PublishOutcome,
  StreamStart,
  SubscribeOptions,
  Subscription,
  TailOptions,
  TrimOptions
} from "../../lib/integration/ports/event-bus.js";
import {type Guard, isBreakerRefusal} from "./circuit-breaker.js";
import {startDeliveryLoop} from "./delivery-loop.js";
import {type EncodedEvent, EVENT_CODEC, type MessageCodec} from "./event-codec.js";
import {PublishQueue} from "./publish-queue.js";
import {connectRedis, guardedRedis, type RedisAddress, type RedisConnection} from "./redis-connection.js";
import {isReplyError, RedisGroupSource} from "./redis-group-source.js";
import {entriesOf, fieldsOf, listOf, numberOf, textOf} from "./redis-reply.js";
import {RedisTailSource} from "./redis-tail-source.js";
import {orServerAway} from "./server-away.js";
import {SubscriptionSet} from "./subscription-set.js";

export interface RedisEventBusOptions extends RedisAddress {
  /** Begins every key: several installations may share a server. */
  readonly prefix?: string;
  readonly maxBatchEvents?: number;
  /** A consumer that says nothing for so long is dead; another of its group takes over what it held. */
  readonly claimIdleMs?: number;
  readonly rememberIdsMs?: number;
  readonly onTrouble?: (trouble: BusTrouble) => void;
  /** The circuit breaker of the server; none by default. */
  readonly guard?: Guard;
}

const APPEND = readFileSync(new URL("./redis-append.lua", import.meta.url), "utf8");
const TRIM = readFileSync(new URL("./redis-trim.lua", import.meta.url), "utf8");
const BLOCK_MS = 2_000;
const HEALTH_TIMEOUT_MS = 1_000;
/** Answers of a server that is there but not ready, and will be. */
const AWAY_REPLIES = ["LOADING", "READONLY", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN", "UNBLOCKED", "NOREPLICAS"];

export class RedisEventBus<Message extends BusMessage = PapertapeEvent> implements EventBus<Message> {
  readonly #codec: MessageCodec<Message>;
  readonly #options: RedisEventBusOptions;
  readonly #connection: RedisConnection;
  readonly #queue: PublishQueue<Message>;
  readonly #subscriptions = new SubscriptionSet();
  readonly #onTrouble: (trouble: BusTrouble) => void;
  readonly #rememberMs: number;

  /** @param codec for a bus that carries something else than events */
  constructor(options: RedisEventBusOptions, codec?: MessageCodec<Message>) {
    // Without a codec it carries events: that is the default of `Message`.
    this.#codec = codec ?? (EVENT_CODEC as unknown as MessageCodec<Message>);
    this.#options = options;
    this.#onTrouble = options.onTrouble ?? (() => {});
    this.#rememberMs = options.rememberIdsMs ?? DAY_MS;
    this.#connection = this.#connect();
    this.#queue = new PublishQueue<Message>({
      encode: (message) => this.#codec.encode(message),
      append: (stream, events) => this.#append(stream, events),
      isServerAway,
      onTrouble: this.#onTrouble
    });
  }

  publish(stream: string, events: readonly Message[]): Promise<PublishOutcome> {
    return this.#queue.publish(stream, events);
  }

  async subscribe(options: SubscribeOptions, handler: DeliveryHandler<Message>): Promise<Subscription> {
    const source = new RedisGroupSource({...this.#sourceOptions(options.stream), ...options});
    try {
      await orServerAway(isServerAway, () => source.createGroup());
    } catch (error) {
      source.release();
      throw error;
    }
    return this.#subscriptions.add(startDeliveryLoop({...this.#loopOptions(options.stream), source, handler}));
  }

  async tail({stream, after}: TailOptions, handler: DeliveryHandler<Message>): Promise<Subscription> {
    const position = await orServerAway(isServerAway, () => this.#resolveStart(stream, after));
    const source = new RedisTailSource({...this.#sourceOptions(stream), position});
    return this.#subscriptions.add(startDeliveryLoop({...this.#loopOptions(stream), source, handler}));
  }

  async lag(stream: string, group: string): Promise<number | null> {
    return orServerAway(isServerAway, () => this.#lag(stream, group));
  }

  async trim(stream: string, options: TrimOptions = {}): Promise<number> {
    const {keepSince, keepAfter} = options;
    const kept = [keepSince === undefined ? "" : String(keepSince), keepAfter ?? ""];
    return numberOf(await this.#call("EVAL", TRIM, 1, this.#key(stream), ...kept));
  }

  async dropGroup(stream: string, group: string): Promise<void> {
    const fields = await orServerAway(isServerAway, () => this.#groupFields(stream, group));
    if (fields !== null) await this.#call("XGROUP", "DESTROY", this.#key(stream), group);
  }

  async health(): Promise<BusHealth> {
    const began = performance.now();
    // Asked only of a connection that is there: otherwise the question would wait for the server to come back.
    if (this.#connection.status !== "ready") return {status: "down", reason: `Redis is ${this.#connection.status}`};
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${HEALTH_TIMEOUT_MS} ms`)), HEALTH_TIMEOUT_MS);
    });
    try {
      await Promise.race([this.#connection.call("PING"), tooLate]);
      return {status: "up", roundTripMs: performance.now() - began};
    } catch (error) {
      return {status: "down", reason: error instanceof Error ? error.message : String(error)};
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#queue.close();
    await this.#subscriptions.closeAll();
    this.#connection.disconnect();
  }

  async #append(stream: string, events: readonly EncodedEvent[]): Promise<readonly boolean[]> {
    const period = Math.floor(Date.now() / this.#rememberMs);
    const key = this.#key(stream);
    const keys = [key, `${key}:ids:${period}`, `${key}:ids:${period - 1}`, `${key}:ids:${period + 1}`];
    // Two periods and the rest of this one: an id is known for at least one whole period.
    const keepSeconds = Math.ceil((3 * this.#rememberMs) / 1_000);
    const texts = events.flatMap((event) => [event.id, event.text]);
    const flags = textOf(await this.#connection.call("EVAL", APPEND, keys.length, ...keys, keepSeconds, ...texts));
    return [...flags].map((flag) => flag === "1");
  }

  #connect(): RedisConnection {
    const {guard} = this.#options;
    const connection = connectRedis(this.#options);
    return guard === undefined ? connection : guardedRedis(connection, guard);
  }

  /** Braces put the keys of a stream on one node of a cluster. */
  #key(stream: string): string {
    return `{${this.#options.prefix ?? "papertape"}:${stream}}`;
  }

  #sourceOptions(stream: string) {
    return {
      connection: this.#connect(),
      key: this.#key(stream),
      stream,
      maxBatchEvents: this.#options.maxBatchEvents ?? 200,
      blockMs: BLOCK_MS,
      claimIdleMs: this.#claimIdleMs(),
      onTrouble: this.#onTrouble,
      decode: (text: string) => this.#codec.decode(text)
    };
  }

  #loopOptions(stream: string) {
    return {stream, claimIdleMs: this.#claimIdleMs(), onTrouble: this.#onTrouble};
  }

  #claimIdleMs(): number {
    return this.#options.claimIdleMs ?? 30_000;
  }

  async #lag(stream: string, group: string): Promise<number | null> {
    const fields = await this.#groupFields(stream, group);
    if (fields === null) return null;
    const undelivered = fields.get("lag");
    const pending = numberOf(fields.get("pending"));
    if (typeof undelivered === "number") return pending + undelivered;
    // Redis does not know it for a group that began in the middle, nor before version 7: count.
    return pending + (await this.#countAfter(stream, textOf(fields.get("last-delivered-id"))));
  }

  #call(command: string, ...args: (string | number)[]): Promise<unknown> {
    return orServerAway(isServerAway, () => this.#connection.call(command, ...args));
  }

  async #groupFields(stream: string, group: string): Promise<ReadonlyMap<string, unknown> | null> {
    try {
      const groups = listOf(await this.#connection.call("XINFO", "GROUPS", this.#key(stream))).map(fieldsOf);
      return groups.find((fields) => fields.get("name") === group) ?? null;
    } catch (error) {
      if (isReplyError(error, "ERR no such key")) return null;
      throw error;
    }
  }

  async #resolveStart(stream: string, start: StreamStart): Promise<string> {
    if (start === "beginning") return "0-0";
    if (start !== "now") return start.after;
    // Fixed here: a "$" asked again after a reconnect would leave out what came in between.
    const [newest] = entriesOf(await this.#connection.call("XREVRANGE", this.#key(stream), "+", "-", "COUNT", 1));
    return newest?.position ?? "0-0";
  }

  async #countAfter(stream: string, position: string): Promise<number> {
    const pageSize = 5_000;
    let after = position;
    for (let count = 0; ; ) {
      const page = entriesOf(
        await this.#connection.call("XRANGE", this.#key(stream), `(${after}`, "+", "COUNT", pageSize)
      );
      count += page.length;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return count;
      after = last.position;
    }
  }
}

/** A lost connection, or a server that says it is not ready yet. What Redis refuses for good is not of these. */
export function isServerAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof OperatingError) return isBreakerRefusal(error);
  if (error.name !== "ReplyError") return true;
  return AWAY_REPLIES.some((code) => error.message.startsWith(code));
}
