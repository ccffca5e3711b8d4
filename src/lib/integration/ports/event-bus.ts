/**
 * The road that events travel between components. Two implementations, over Redis Streams and over Postgres, hold the
 * same contract (test/contract/bus): order within a stream, delivery at least once, an event published twice delivered
 * once. Effects are exactly once when a component commits its outputs with the position it has reached.
 */
import type {PapertapeEvent} from "../../events/event.js";

/** Where an entry stands in its stream. Compare with `comparePositions` only: the two buses number differently. */
export type StreamPosition = string;

/** What a bus carries: events unless it says otherwise. An id names a content: published twice it is stored once. */
export interface BusMessage {
  readonly id: string;
}

export interface DeliveredEvent<Message extends BusMessage = PapertapeEvent> {
  readonly position: StreamPosition;
  readonly event: Message;
  /** True when it was handed out before and not acknowledged: the effect may already be there. */
  readonly redelivered: boolean;
}

/** A batch is acknowledged when the promise resolves; when it rejects, the same events come again, in order. */
export type DeliveryHandler<Message extends BusMessage = PapertapeEvent> = (
  batch: readonly DeliveredEvent<Message>[]
) => Promise<void>;

/** Where a group that does not exist yet begins: at the oldest entry kept, after the newest, or after a position. */
export type StreamStart = "beginning" | "now" | {readonly after: StreamPosition};

export interface SubscribeOptions {
  readonly stream: string;
  /** Every group gets every event; the consumers of one group share them. */
  readonly group: string;
  /** Keep it over restarts: what this consumer had not acknowledged comes first, and so in order. */
  readonly consumer: string;
  readonly start: StreamStart;
}

export interface TailOptions {
  readonly stream: string;
  readonly after: StreamStart;
}

export interface Subscription {
  /** Waits a while for the batch in hand; entries not acknowledged stay with the consumer. */
  close(): Promise<void>;
}

export interface PublishOutcome {
  readonly appended: number;
  /** Recognised by event id and left out. */
  readonly duplicates: number;
}

export interface TrimOptions {
  /** Epoch milliseconds: entries published at or after it stay, also behind every group. */
  readonly keepSince?: number;
  /** Entries after this position stay, also behind every group. */
  readonly keepAfter?: StreamPosition;
}

export type BusHealth =
  | {readonly status: "up"; readonly roundTripMs: number}
  | {readonly status: "down"; readonly reason: string};

/** What a bus says about itself while it goes on: an entry it had to refuse, a handler or a server that failed. */
export type BusTrouble =
  | {
      readonly kind: "entry-refused";
      readonly stream: string;
      readonly position: StreamPosition;
      readonly reason: string;
    }
  | {readonly kind: "handler-failed"; readonly stream: string; readonly attempt: number; readonly error: unknown}
  | {readonly kind: "server-away"; readonly stream: string; readonly attempt: number; readonly error: unknown};

export interface EventBus<Message extends BusMessage = PapertapeEvent> {
  /**
   * Resolves when the events are stored, in their order and after those of earlier calls. While the server is away it
   * waits and tries again. An id seen in the stream within the last day is not stored again.
   * @throws OperatingError EVENT_INVALID, BUS_QUEUE_FULL, BUS_CLOSED
   */
  publish(stream: string, events: readonly Message[]): Promise<PublishOutcome>;
  /**
   * Hands over batches one after the other; the next is read when the handler is done with the last. Once it has begun
   * it outlives the server's absences.
   * @throws OperatingError BUS_SERVER_AWAY, as do all calls below, when the server does not answer now.
   */
  subscribe(options: SubscribeOptions, handler: DeliveryHandler<Message>): Promise<Subscription>;
  /** For viewers: follows a stream without a group, without acknowledging and without holding back `trim`. */
  tail(options: TailOptions, handler: DeliveryHandler<Message>): Promise<Subscription>;
  /** Entries that the group has not acknowledged yet; null when there is no such group. */
  lag(stream: string, group: string): Promise<number | null>;
  /** Removes what every group has acknowledged, never more, and nothing while there is no group. Entries removed. */
  trim(stream: string, options?: TrimOptions): Promise<number>;
  /** Forgets a group for good, so that it no longer holds back `trim`. */
  dropGroup(stream: string, group: string): Promise<void>;
  health(): Promise<BusHealth>;
  close(): Promise<void>;
}

/** Total order of the positions of one stream: negative when `first` stands before `second`. */
export function comparePositions(first: StreamPosition, second: StreamPosition): number {
  const [firstMajor = 0n, firstMinor = 0n] = first.split("-").map(BigInt);
  const [secondMajor = 0n, secondMinor = 0n] = second.split("-").map(BigInt);
  const major = firstMajor - secondMajor;
  const difference = major === 0n ? firstMinor - secondMinor : major;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
