/**
 * Between publishers and a bus server: one lane a stream, one write at a time, and whatever gathers meanwhile goes with
 * the next write. So calls keep their order also when a write has to be repeated, single events travel in batches
 * under load, and what waits is bounded. Does not give up while the server is away: a repeated write is recognised.
 */

import {backOffMs} from "../../lib/core/back-off.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {BusMessage, BusTrouble, PublishOutcome} from "../../lib/integration/ports/event-bus.js";
import type {EncodedEvent} from "./event-codec.js";
import {pause} from "./pause.js";

export interface PublishQueueOptions<Message extends BusMessage> {
  /** @throws OperatingError EVENT_INVALID */
  readonly encode: (message: Message) => EncodedEvent;
  /** Stores the events in order; one flag an event: false where its id was known. */
  readonly append: (stream: string, events: readonly EncodedEvent[]) => Promise<readonly boolean[]>;
  readonly isServerAway: (error: unknown) => boolean;
  readonly onTrouble: (trouble: BusTrouble) => void;
  readonly maxBatchEvents?: number;
  readonly maxWaitingEvents?: number;
}

interface WaitingCall {
  readonly events: readonly EncodedEvent[];
  written: number;
  appended: number;
  readonly resolve: (outcome: PublishOutcome) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane {
  readonly calls: WaitingCall[];
  waitingEvents: number;
  isWriting: boolean;
}

const BACK_OFF = {firstMs: 50, maxMs: 2_000};

export class PublishQueue<Message extends BusMessage> {
  readonly #options: PublishQueueOptions<Message>;
  readonly #maxBatch: number;
  readonly #maxWaiting: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #closed = new AbortController();

  constructor(options: PublishQueueOptions<Message>) {
    this.#options = options;
    this.#maxBatch = options.maxBatchEvents ?? 1_000;
    this.#maxWaiting = options.maxWaitingEvents ?? 50_000;
  }

  /** @throws OperatingError EVENT_INVALID, BUS_QUEUE_FULL, BUS_CLOSED */
  async publish(stream: string, events: readonly Message[]): Promise<PublishOutcome> {
    if (this.#closed.signal.aborted) throw closedError();
    const encoded = events.map((event) => this.#options.encode(event));
    if (encoded.length === 0) return {appended: 0, duplicates: 0};
    const lane = this.#laneOf(stream);
    if (lane.waitingEvents > 0 && lane.waitingEvents + encoded.length > this.#maxWaiting)
      throw new OperatingError(
        `The bus has ${lane.waitingEvents} events of stream "${stream}" waiting, at most ${this.#maxWaiting} may: await each publish before the next.`,
        {code: "BUS_QUEUE_FULL", details: {stream, waiting: lane.waitingEvents}, retryable: true}
      );
    return new Promise((resolve, reject) => {
      lane.calls.push({events: encoded, written: 0, appended: 0, resolve, reject});
      lane.waitingEvents += encoded.length;
      void this.#drain(stream, lane);
    });
  }

  /** Calls still waiting are rejected with BUS_CLOSED. */
  close(): void {
    this.#closed.abort();
    for (const lane of this.#lanes.values()) rejectAll(lane, closedError());
  }

  #laneOf(stream: string): Lane {
    let lane = this.#lanes.get(stream);
    if (lane === undefined) {
      lane = {calls: [], waitingEvents: 0, isWriting: false};
      this.#lanes.set(stream, lane);
    }
    return lane;
  }

  async #drain(stream: string, lane: Lane): Promise<void> {
    if (lane.isWriting) return;
    lane.isWriting = true;
    while (lane.calls.length > 0 && !this.#closed.signal.aborted) {
      const batch = nextBatch(lane, this.#maxBatch);
      try {
        const fresh = await this.#appendPatiently(stream, batch);
        settle(lane, fresh);
      } catch (error) {
        rejectAll(lane, error);
      }
    }
    lane.isWriting = false;
  }

  async #appendPatiently(stream: string, batch: readonly EncodedEvent[]): Promise<readonly boolean[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#options.append(stream, batch);
      } catch (error) {
        if (this.#closed.signal.aborted || !this.#options.isServerAway(error)) throw error;
        this.#options.onTrouble({kind: "server-away", stream, attempt, error});
        await pause(backOffMs(attempt, BACK_OFF), this.#closed.signal);
        if (this.#closed.signal.aborted) throw closedError();
      }
    }
  }
}

function nextBatch(lane: Lane, limit: number): EncodedEvent[] {
  const batch: EncodedEvent[] = [];
  for (const call of lane.calls) {
    const room = limit - batch.length;
    if (room === 0) break;
    for (const event of call.events.slice(call.written, call.written + room)) batch.push(event);
  }
  return batch;
}

function settle(lane: Lane, fresh: readonly boolean[]): void {
  let at = 0;
  while (at < fresh.length) {
    const call = lane.calls[0];
    // Empty only when the queue was closed during the write: its calls have been rejected.
    if (call === undefined) return;
    const share = Math.min(fresh.length - at, call.events.length - call.written);
    for (const isFresh of fresh.slice(at, at + share)) if (isFresh) call.appended += 1;
    at += share;
    call.written += share;
    lane.waitingEvents -= share;
    if (call.written < call.events.length) return;
    lane.calls.shift();
    call.resolve({appended: call.appended, duplicates: call.events.length - call.appended});
  }
}

function rejectAll(lane: Lane, error: unknown): void {
  for (const call of lane.calls.splice(0)) call.reject(error);
  lane.waitingEvents = 0;
}

function closedError(): OperatingError {
  return new OperatingError("The bus is closed: nothing more can be published through it.", {code: "BUS_CLOSED"});
}
