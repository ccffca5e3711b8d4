/**
 * Takes NotificationRequested events to their channels. Each channel has a bounded queue and a worker of its own: taking
 * one in never waits, a dead channel holds up no other and nothing else, and what became of each is an event.
 */
import {setTimeout as sleep} from "node:timers/promises";
import {backOffMs} from "../../lib/core/back-off.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {NotificationEvent, NotificationRequested} from "../../lib/events/notification-event.js";
import type {Channel, Message} from "./channel.js";

/** A circuit breaker's `call`. The parts are peers, so it is described here. */
export type Guard = <T>(action: (signal: AbortSignal) => Promise<T>) => Promise<T>;

export interface DispatcherOptions {
  readonly channels: readonly Channel[];
  /** The breaker of a channel. */
  readonly guardOf: (channel: string) => Guard;
  readonly emit: (event: NotificationEvent) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly maxAttempts?: number;
  readonly firstRetryMs?: number;
  readonly queuedMessages?: number;
}

export interface Dispatcher {
  /** Returns at once. An event that was taken before is not taken again. */
  accept(event: NotificationRequested): void;
  /** Messages waiting, by channel. */
  depths(): ReadonlyMap<string, number>;
  /** Waits for deliveries under way, no longer than `patienceMs`; what still waits is reported as failed. */
  close(patienceMs: number): Promise<void>;
}

const REMEMBERED_IDS = 5_000;
const LONGEST_RETRY_MS = 60_000;
const LAST_PATIENCE_MS = 1_000;
const STOPPED = "the daemon stops";

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const lanes = new Map(options.channels.map((channel) => [channel.name, new Lane(channel, options)]));
  const seen = new Set<string>();
  return {
    accept: (event) => {
      if (seen.has(event.id)) return;
      seen.add(event.id);
      // A set gives its oldest first.
      for (const id of seen) {
        if (seen.size <= REMEMBERED_IDS) break;
        seen.delete(id);
      }
      const lane = lanes.get(event.payload.channel);
      if (lane !== undefined) lane.accept(event);
      else {
        const reason = `there is no channel "${event.payload.channel}"`;
        options.emit(outcomeEvent(event, {now: options.clock(), attempts: 1, reason}));
      }
    },
    depths: () => new Map([...lanes].map(([name, lane]) => [name, lane.depth])),
    close: async (patienceMs) => {
      await Promise.all([...lanes.values()].map((lane) => lane.close(patienceMs)));
    }
  };
}

class Lane {
  readonly #channel: Channel;
  readonly #options: DispatcherOptions;
  readonly #guard: Guard;
  readonly #waiting: NotificationRequested[] = [];
  readonly #closed = new AbortController();
  #worker: Promise<void> | null = null;

  constructor(channel: Channel, options: DispatcherOptions) {
    this.#channel = channel;
    this.#options = options;
    this.#guard = options.guardOf(channel.name);
  }

  get depth(): number {
    return this.#waiting.length;
  }

  accept(event: NotificationRequested): void {
    if (this.#closed.signal.aborted) {
      this.#failed(event, {attempts: 1, reason: STOPPED});
      return;
    }
    if (this.#waiting.length >= (this.#options.queuedMessages ?? 200)) this.#makeRoom();
    this.#waiting.push(event);
    this.#worker ??= this.#work();
  }

  async close(patienceMs: number): Promise<void> {
    const left = this.#waiting.splice(0);
    await this.#idleWithin(patienceMs);
    this.#closed.abort();
    for (const event of left) this.#failed(event, {attempts: 1, reason: STOPPED});
    // A channel that does not mind its signal is not waited for.
    await this.#idleWithin(LAST_PATIENCE_MS);
  }

  async #idleWithin(ms: number): Promise<void> {
    const patience = new AbortController();
    const {signal} = patience;
    await Promise.race([this.#worker, sleep(ms, undefined, {signal}).catch(() => {})]);
    patience.abort();
  }

  /** The oldest of the least urgent goes. */
  #makeRoom(): void {
    const informational = this.#waiting.findIndex(({payload}) => payload.severity === "information");
    const [dropped] = this.#waiting.splice(Math.max(informational, 0), 1);
    if (dropped !== undefined) this.#failed(dropped, {attempts: 1, reason: "too many messages wait for this channel"});
  }

  async #work(): Promise<void> {
    for (let event = this.#waiting.shift(); event !== undefined; event = this.#waiting.shift())
      await this.#deliver(event);
    this.#worker = null;
  }

  async #deliver(event: NotificationRequested): Promise<void> {
    const {maxAttempts = 5, firstRetryMs = 1_000, emit, clock} = this.#options;
    const {signal} = this.#closed;
    for (let attempts = 1; ; attempts += 1) {
      try {
        await this.#attempt(event);
        emit(outcomeEvent(event, {now: clock(), attempts, reason: null}));
        return;
      } catch (error) {
        if (attempts >= maxAttempts || signal.aborted || isFinal(error)) {
          this.#failed(event, {attempts, reason: error instanceof Error ? error.message : String(error)});
          return;
        }
        await sleep(backOffMs(attempts, {firstMs: firstRetryMs, maxMs: LONGEST_RETRY_MS}), undefined, {signal}).catch(
          () => {}
        );
      }
    }
  }

  #attempt(event: NotificationRequested): Promise<void> {
    const message: Message = {...event.payload, id: event.id, occurredAt: event.occurredAt};
    return this.#guard((signal) => this.#channel.deliver(message, AbortSignal.any([signal, this.#closed.signal])));
  }

  #failed(event: NotificationRequested, {attempts, reason}: {attempts: number; reason: string}): void {
    this.#options.emit(outcomeEvent(event, {now: this.#options.clock(), attempts, reason}));
  }
}

/** What the other end says is wrong with the message stays wrong. */
function isFinal(error: unknown): boolean {
  return error instanceof OperatingError && !error.retryable;
}

/** @param outcome `reason` is null for a delivery. */
function outcomeEvent(
  {id, correlationId, payload: {channel}}: NotificationRequested,
  {now, attempts, reason}: {readonly now: number; readonly attempts: number; readonly reason: string | null}
): NotificationEvent {
  const envelope = {
    type: "NotificationEvent" as const,
    version: 1 as const,
    occurredAt: now,
    recordedAt: now,
    correlationId,
    causationId: id,
    source: "notification"
  };
  const payload = {notification: id, channel, attempts};
  if (reason === null) return {...envelope, id: `${id}:delivered`, fact: "NotificationDelivered", payload};
  return {...envelope, id: `${id}:failed`, fact: "NotificationFailed", payload: {...payload, reason}};
}
