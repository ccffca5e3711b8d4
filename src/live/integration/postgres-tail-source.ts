/** Follows a stream in Postgres from a position, without a group: nothing is acknowledged, nothing is held back. */
import {deliverable} from "./deliverable.js";
import type {DeliverySource, ReadBatch} from "./delivery-loop.js";
import {type EntryRow, entriesOfRows, type PostgresSourceOptions} from "./postgres-group-source.js";

export class PostgresTailSource implements DeliverySource {
  readonly #options: PostgresSourceOptions;
  readonly #released = new AbortController();
  #position: string;

  constructor(options: PostgresSourceOptions, position: string) {
    this.#options = options;
    this.#position = position;
  }

  readUnacknowledged(): Promise<null> {
    return Promise.resolve(null);
  }

  claimAbandoned(): Promise<null> {
    return Promise.resolve(null);
  }

  async readNew(): Promise<ReadBatch | null> {
    const {wake, stream, pollMs} = this.#options;
    const grown = new AbortController();
    const growth = wake.next(stream, {
      timeoutMs: pollMs,
      signal: AbortSignal.any([grown.signal, this.#released.signal])
    });
    try {
      const batch = await this.#read();
      if (batch === null) await growth;
      return batch;
    } finally {
      grown.abort();
    }
  }

  release(): void {
    this.#released.abort();
  }

  async #read(): Promise<ReadBatch | null> {
    const {pool, stream, maxBatchEvents, onTrouble} = this.#options;
    const {rows} = await pool.query<EntryRow>({
      name: "bus-tail",
      text: "select seq, event from bus.entries where stream = $1 and seq > $2 order by seq limit $3",
      values: [stream, this.#position, maxBatchEvents]
    });
    const last = rows.at(-1);
    if (last === undefined) return null;
    return {
      events: deliverable(entriesOfRows(rows), {stream, redelivered: false, onTrouble}),
      acknowledge: async () => {
        this.#position = last.seq;
      },
      renew: () => Promise.resolve()
    };
  }
}
