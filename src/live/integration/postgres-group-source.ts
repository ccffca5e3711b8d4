/** One consumer of one group of a stream in Postgres. */
import type {Pool} from "pg";
import type {BusMessage, BusTrouble, StreamPosition, StreamStart} from "../../lib/integration/ports/event-bus.js";
import {deliverable} from "./deliverable.js";
import type {DeliverySource, ReadBatch} from "./delivery-loop.js";
import type {Decoded} from "./event-codec.js";
import type {PostgresWake} from "./postgres-wake.js";

export interface PostgresSourceOptions<Message extends BusMessage> {
  readonly pool: Pool;
  readonly wake: PostgresWake;
  readonly stream: string;
  readonly maxBatchEvents: number;
  readonly pollMs: number;
  readonly onTrouble: (trouble: BusTrouble) => void;
  readonly decode: (text: string) => Decoded<Message>;
}

export interface PostgresGroupSourceOptions<Message extends BusMessage> extends PostgresSourceOptions<Message> {
  readonly group: string;
  readonly consumer: string;
  readonly start: StreamStart;
  readonly claimIdleMs: number;
}

export interface EntryRow {
  readonly seq: string;
  readonly event: string;
}

const NO_GROUP = "BUS01";

export class PostgresGroupSource<Message extends BusMessage> implements DeliverySource<Message> {
  readonly #options: PostgresGroupSourceOptions<Message>;
  readonly #released = new AbortController();
  #lastAcknowledged: StreamPosition | null = null;

  constructor(options: PostgresGroupSourceOptions<Message>) {
    this.#options = options;
  }

  /** Makes the group where it is not there yet. A group that exists goes on from its own position. */
  async createGroup(): Promise<void> {
    const {pool, stream, group, start} = this.#options;
    // A group that was lost goes on after what this consumer has acknowledged: at least once.
    const after = this.#lastAcknowledged ?? startSequence(start);
    await pool.query("select bus.create_group($1, $2, $3)", [stream, group, after]);
  }

  readUnacknowledged(): Promise<ReadBatch<Message> | null> {
    return this.#deliverAgain(null);
  }

  claimAbandoned(): Promise<ReadBatch<Message> | null> {
    return this.#deliverAgain(this.#options.claimIdleMs);
  }

  async readNew(): Promise<ReadBatch<Message> | null> {
    const {wake, stream, pollMs} = this.#options;
    // Waits from before the read: what is published between an empty read and the wait is not slept over.
    const grown = new AbortController();
    const signal = AbortSignal.any([grown.signal, this.#released.signal]);
    const growth = wake.next(stream, {timeoutMs: pollMs, signal});
    try {
      const batch = this.#batchOf(await this.#deliverNew(), false);
      if (batch === null) await growth;
      return batch;
    } finally {
      grown.abort();
    }
  }

  release(): void {
    this.#released.abort();
  }

  async #deliverNew(): Promise<readonly EntryRow[]> {
    const {pool, stream, group, consumer, maxBatchEvents} = this.#options;
    try {
      const {rows} = await pool.query<EntryRow>({
        name: "bus-deliver-new",
        text: "select seq, event from bus.deliver_new($1, $2, $3, $4)",
        values: [stream, group, consumer, maxBatchEvents]
      });
      return rows;
    } catch (error) {
      if ((error as {code?: string}).code !== NO_GROUP) throw error;
      await this.createGroup();
      return [];
    }
  }

  async #deliverAgain(idleMs: number | null): Promise<ReadBatch<Message> | null> {
    const {pool, stream, group, consumer} = this.#options;
    const {rows} = await pool.query<EntryRow>("select seq, event from bus.deliver_again($1, $2, $3, $4)", [
      stream,
      group,
      consumer,
      idleMs
    ]);
    return this.#batchOf(rows, true);
  }

  #batchOf(rows: readonly EntryRow[], redelivered: boolean): ReadBatch<Message> | null {
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return null;
    const {pool, stream, group, consumer, onTrouble, decode} = this.#options;
    return {
      events: deliverable(entriesOfRows(rows), {stream, redelivered, onTrouble, decode}),
      acknowledge: async () => {
        await pool.query({
          name: "bus-acknowledge",
          text: "delete from bus.deliveries where stream = $1 and group_name = $2 and first_seq = $3",
          values: [stream, group, first.seq]
        });
        this.#lastAcknowledged = last.seq;
      },
      renew: async () => {
        await pool.query(
          "update bus.deliveries set renewed_at = clock_timestamp() where stream = $1 and group_name = $2 and first_seq = $3 and consumer = $4",
          [stream, group, first.seq, consumer]
        );
      }
    };
  }
}

export function entriesOfRows(rows: readonly EntryRow[]) {
  return rows.map(({seq, event}) => ({position: seq, text: event}));
}

function startSequence(start: StreamStart): string | null {
  if (start === "beginning") return "0";
  return start === "now" ? null : start.after;
}
