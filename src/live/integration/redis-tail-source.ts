/** Follows a Redis stream from a position, without a group: nothing is acknowledged, nothing is held back. */
import type {BusMessage, BusTrouble, StreamPosition} from "../../lib/integration/ports/event-bus.js";
import {deliverable} from "./deliverable.js";
import type {DeliverySource, ReadBatch} from "./delivery-loop.js";
import type {Decoded} from "./event-codec.js";
import type {RedisConnection} from "./redis-connection.js";
import {entriesOfRead} from "./redis-reply.js";

export interface RedisTailSourceOptions<Message extends BusMessage> {
  readonly connection: RedisConnection;
  readonly key: string;
  readonly stream: string;
  readonly position: StreamPosition;
  readonly maxBatchEvents: number;
  readonly blockMs: number;
  readonly onTrouble: (trouble: BusTrouble) => void;
  readonly decode: (text: string) => Decoded<Message>;
}

export class RedisTailSource<Message extends BusMessage> implements DeliverySource<Message> {
  readonly #options: RedisTailSourceOptions<Message>;
  #position: StreamPosition;

  constructor(options: RedisTailSourceOptions<Message>) {
    this.#options = options;
    this.#position = options.position;
  }

  readUnacknowledged(): Promise<null> {
    return Promise.resolve(null);
  }

  claimAbandoned(): Promise<null> {
    return Promise.resolve(null);
  }

  async readNew(): Promise<ReadBatch<Message> | null> {
    const {connection, key, stream, maxBatchEvents, blockMs, onTrouble, decode} = this.#options;
    const command = ["COUNT", maxBatchEvents, "BLOCK", blockMs, "STREAMS", key, this.#position];
    const entries = entriesOfRead(await connection.call("XREAD", ...command));
    const last = entries.at(-1);
    if (last === undefined) return null;
    return {
      events: deliverable(entries, {stream, redelivered: false, onTrouble, decode}),
      acknowledge: async () => {
        this.#position = last.position;
      },
      renew: () => Promise.resolve()
    };
  }

  release(): void {
    this.#options.connection.disconnect();
  }
}
