/** Follows a Redis stream from a position, without a group: nothing is acknowledged, nothing is held back. */
import type {BusTrouble, StreamPosition} from "../../lib/integration/ports/event-bus.js";
import {deliverable} from "./deliverable.js";
import type {DeliverySource, ReadBatch} from "./delivery-loop.js";
import type {RedisConnection} from "./redis-connection.js";
import {entriesOfRead} from "./redis-reply.js";

export interface RedisTailSourceOptions {
  readonly connection: RedisConnection;
  readonly key: string;
  readonly stream: string;
  readonly position: StreamPosition;
  readonly maxBatchEvents: number;
  readonly blockMs: number;
  readonly onTrouble: (trouble: BusTrouble) => void;
}

export class RedisTailSource implements DeliverySource {
  readonly #options: RedisTailSourceOptions;
  #position: StreamPosition;

  constructor(options: RedisTailSourceOptions) {
    this.#options = options;
    this.#position = options.position;
  }

  readUnacknowledged(): Promise<null> {
    return Promise.resolve(null);
  }

  claimAbandoned(): Promise<null> {
    return Promise.resolve(null);
  }

  async readNew(): Promise<ReadBatch | null> {
    const {connection, key, stream, maxBatchEvents, blockMs, onTrouble} = this.#options;
    const command = ["COUNT", maxBatchEvents, "BLOCK", blockMs, "STREAMS", key, this.#position];
    const entries = entriesOfRead(await connection.call("XREAD", ...command));
    const last = entries.at(-1);
    if (last === undefined) return null;
    return {
      events: deliverable(entries, {stream, redelivered: false, onTrouble}),
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
