/** Follows a stream in Postgres from a position, without a group: nothing is acknowledged, nothing is held back. */
import type {BusMessage} from "../../lib/integration/ports/event-bus.js";
import {deliverable} from "./deliverable.js";
import type {DeliverySource, ReadBatch} from "./delivery-loop.js";
import {type EntryRow, entriesOfRows, type PostgresSourceOptions} from "./postgres-group-source.js";

export class PostgresTailSource<Message extends BusMessage> implements DeliverySource<Message> {
  readonly #options: PostgresSourceOptions<Message>;
  readonly #released = new AbortController();
  #position: string;

  constructor(options: PostgresSourceOptions<Message>, position: string) {
    this.#options = options;
    this.#position = position;
  }

  readUnacknowledged(): Promise<null> {
    return Promise.resolve(null);
  }

  claimAbandoned(): Promise<null> {
    return Promise.resolve(null);
  }

  async readNew(): Promise<ReadBatch<Message> | null> {
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

  async #read(): Promise<ReadBatch<Message> | null> {
    const {pool, stream, maxBatchEvents, onTrouble, decode} = this.#options;
    const {rows} = await pool.query<EntryRow>({
      name: "bus-tail",
      text: "select seq, event from bus.entries where stream = $1 and seq > $2 order by seq limit $3",
      values: [stream, this.#position, maxBatchEvents]
    });
    const last = rows.at(-1);
    if (last === undefined) return null;
    return {
      events: deliverable(entriesOfRows(rows), {stream, redelivered: false, onTrouble, decode}),
      acknowledge: async () => {
        this.#position = last.seq;
      },
      renew: () => Promise.resolve()
    };
  }
}
