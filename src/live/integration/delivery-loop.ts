/**
 * The reading side of a bus, the same for every server: what this consumer left unacknowledged first, then what dead
 * consumers left, then new entries; one batch at a time, acknowledged after the handler. Never reads past a failure.
 */

import {backOffMs} from "../../lib/core/back-off.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {
  BusMessage,
  BusTrouble,
  DeliveredEvent,
  DeliveryHandler,
  Subscription
} from "../../lib/integration/ports/event-bus.js";
import {pause} from "./pause.js";

export interface ReadBatch<Message extends BusMessage = PapertapeEvent> {
  readonly events: readonly DeliveredEvent<Message>[];
  /** Acknowledges the whole batch, refused entries included. */
  acknowledge(): Promise<void>;
  /** Says that the consumer is alive and still at it, so that no other takes the batch over. */
  renew(): Promise<void>;
}

export interface DeliverySource<Message extends BusMessage = PapertapeEvent> {
  /** Handed to this consumer earlier and not acknowledged. */
  readUnacknowledged(): Promise<ReadBatch<Message> | null>;
  /** Handed to another consumer, not acknowledged and not renewed for `claimIdleMs`. */
  claimAbandoned(): Promise<ReadBatch<Message> | null>;
  /** New entries; waits a bounded time for them. */
  readNew(): Promise<ReadBatch<Message> | null>;
  /** Ends a wait of `readNew` and frees what the source holds. */
  release(): void;
}

export interface DeliveryLoopOptions<Message extends BusMessage> {
  readonly stream: string;
  readonly source: DeliverySource<Message>;
  readonly handler: DeliveryHandler<Message>;
  readonly onTrouble: (trouble: BusTrouble) => void;
  /** A batch not renewed for so long belongs to a dead consumer. */
  readonly claimIdleMs: number;
  /** How long `close` waits for the batch in hand. */
  readonly closePatienceMs?: number;
}

const CLOSE_PATIENCE_MS = 10_000;
const BACK_OFF = {firstMs: 50, maxMs: 5_000};

export function startDeliveryLoop<Message extends BusMessage>(options: DeliveryLoopOptions<Message>): Subscription {
  const loop = new DeliveryLoop(options);
  const done = loop.run();
  return {
    close: async () => {
      loop.stop();
      // A handler that does not come to an end cannot hold up a shutdown: its batch stays unacknowledged.
      await Promise.race([done, pause(options.closePatienceMs ?? CLOSE_PATIENCE_MS, loop.finished)]);
      options.source.release();
    }
  };
}

class DeliveryLoop<Message extends BusMessage> {
  readonly #options: DeliveryLoopOptions<Message>;
  readonly #stopped = new AbortController();
  readonly #finished = new AbortController();
  #isHandling = false;
  #mayHaveUnacknowledged = true;
  #nextClaimAt = 0;
  #failures = 0;

  constructor(options: DeliveryLoopOptions<Message>) {
    this.#options = options;
  }

  async run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        const batch = await this.#nextBatch();
        if (batch !== null && !this.#stopped.signal.aborted) await this.#deliver(batch);
        this.#failures = 0;
      } catch (error) {
        if (this.#stopped.signal.aborted) break;
        await this.#recover(error);
      }
    }
    this.#options.source.release();
    this.#finished.abort();
  }

  /** Given when the loop has ended. */
  get finished(): AbortSignal {
    return this.#finished.signal;
  }

  stop(): void {
    this.#stopped.abort();
    // A batch in hand is finished and acknowledged first; only a waiting read is cut short.
    if (!this.#isHandling) this.#options.source.release();
  }

  async #nextBatch(): Promise<ReadBatch<Message> | null> {
    const {source, claimIdleMs} = this.#options;
    if (this.#mayHaveUnacknowledged) {
      const batch = await source.readUnacknowledged();
      if (batch !== null) return batch;
      this.#mayHaveUnacknowledged = false;
    }
    if (performance.now() >= this.#nextClaimAt) {
      const batch = await source.claimAbandoned();
      if (batch !== null) return batch;
      this.#nextClaimAt = performance.now() + claimIdleMs;
    }
    return source.readNew();
  }

  async #deliver(batch: ReadBatch<Message>): Promise<void> {
    this.#isHandling = true;
    // A renewal that fails is not an error of its own: reading or acknowledging will meet the same server.
    const renewal = setInterval(() => void batch.renew().catch(() => {}), this.#options.claimIdleMs / 3);
    try {
      if (batch.events.length > 0) await this.#handle(batch.events);
      await batch.acknowledge();
    } finally {
      clearInterval(renewal);
      this.#isHandling = false;
    }
  }

  async #handle(events: readonly DeliveredEvent<Message>[]): Promise<void> {
    try {
      await this.#options.handler(events);
    } catch (error) {
      throw new HandlerFailure(error);
    }
  }

  async #recover(error: unknown): Promise<void> {
    this.#failures += 1;
    this.#mayHaveUnacknowledged = true;
    const {stream, onTrouble} = this.#options;
    if (error instanceof HandlerFailure)
      onTrouble({kind: "handler-failed", stream, attempt: this.#failures, error: error.cause});
    else onTrouble({kind: "server-away", stream, attempt: this.#failures, error});
    await pause(backOffMs(this.#failures, BACK_OFF), this.#stopped.signal);
  }
}

class HandlerFailure extends Error {
  constructor(cause: unknown) {
    super("the handler failed", {cause});
  }
}
