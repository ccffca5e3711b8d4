/** One consumer of one group of a Redis stream, on a connection of its own because its reads block. */
import type {BusMessage, BusTrouble, StreamPosition, StreamStart} from "../../lib/integration/ports/event-bus.js";
import {deliverable} from "./deliverable.js";
import type {DeliverySource, ReadBatch} from "./delivery-loop.js";
import type {Decoded} from "./event-codec.js";
import type {RedisConnection} from "./redis-connection.js";
import {entriesOf, entriesOfRead, listOf, type RedisEntry, textOf} from "./redis-reply.js";

export interface RedisGroupSourceOptions<Message extends BusMessage> {
  readonly connection: RedisConnection;
  readonly key: string;
  readonly stream: string;
  readonly group: string;
  readonly consumer: string;
  readonly start: StreamStart;
  readonly maxBatchEvents: number;
  readonly blockMs: number;
  readonly claimIdleMs: number;
  readonly onTrouble: (trouble: BusTrouble) => void;
  readonly decode: (text: string) => Decoded<Message>;
}

export class RedisGroupSource<Message extends BusMessage> implements DeliverySource<Message> {
  readonly #options: RedisGroupSourceOptions<Message>;
  #lastAcknowledged: StreamPosition | null = null;

  constructor(options: RedisGroupSourceOptions<Message>) {
    this.#options = options;
  }

  /** Makes the group where it is not there yet. A group that exists goes on from its own position. */
  async createGroup(): Promise<void> {
    const {connection, key, group, start} = this.#options;
    // A group that was lost with its server goes on after what this consumer has acknowledged: at least once.
    const from = this.#lastAcknowledged ?? startPosition(start);
    try {
      await connection.call("XGROUP", "CREATE", key, group, from, "MKSTREAM");
    } catch (error) {
      if (!isReplyError(error, "BUSYGROUP")) throw error;
    }
  }

  async readUnacknowledged(): Promise<ReadBatch<Message> | null> {
    return this.#batchOf(await this.#read("0", null), true);
  }

  async readNew(): Promise<ReadBatch<Message> | null> {
    return this.#batchOf(await this.#read(">", this.#options.blockMs), false);
  }

  async claimAbandoned(): Promise<ReadBatch<Message> | null> {
    const {connection, key, group, consumer, claimIdleMs, maxBatchEvents} = this.#options;
    let cursor = "0-0";
    do {
      const reply = listOf(
        await connection.call("XAUTOCLAIM", key, group, consumer, claimIdleMs, cursor, "COUNT", maxBatchEvents)
      );
      const entries = entriesOf(reply[1]);
      if (entries.length > 0) return this.#batchOf(entries, true);
      cursor = textOf(reply[0]);
    } while (cursor !== "0-0");
    return null;
  }

  release(): void {
    this.#options.connection.disconnect();
  }

  async #read(from: "0" | ">", blockMs: number | null): Promise<RedisEntry[]> {
    const {connection, key, group, consumer, maxBatchEvents} = this.#options;
    const block = blockMs === null ? [] : ["BLOCK", blockMs];
    const command = ["GROUP", group, consumer, "COUNT", maxBatchEvents, ...block, "STREAMS", key, from];
    try {
      return entriesOfRead(await connection.call("XREADGROUP", ...command));
    } catch (error) {
      if (!isReplyError(error, "NOGROUP")) throw error;
      await this.createGroup();
      return [];
    }
  }

  #batchOf(entries: readonly RedisEntry[], redelivered: boolean): ReadBatch<Message> | null {
    const last = entries.at(-1);
    if (last === undefined) return null;
    const {connection, key, group, consumer, stream, onTrouble, decode} = this.#options;
    const positions = entries.map((entry) => entry.position);
    return {
      events: deliverable(entries, {stream, redelivered, onTrouble, decode}),
      acknowledge: async () => {
        await connection.call("XACK", key, group, ...positions);
        this.#lastAcknowledged = last.position;
      },
      renew: async () => {
        await connection.call("XCLAIM", key, group, consumer, 0, ...positions, "JUSTID");
      }
    };
  }
}

export function isReplyError(error: unknown, code: string): boolean {
  return error instanceof Error && error.message.startsWith(code);
}

function startPosition(start: StreamStart): string {
  if (start === "beginning") return "0";
  return start === "now" ? "$" : start.after;
}
