/**
 * What viewers see as it happens: events sorted into topics, the last ones kept for those who come back, and one bounded
 * queue a viewer. A viewer that does not keep up is let go with the advice to load everything anew; it slows nobody.
 */
import type {EventFact, PapertapeEvent} from "../../lib/events/event.js";

export const FEED_TOPICS = ["status", "equity", "orders", "fills", "decisions"] as const;
export type FeedTopic = (typeof FEED_TOPICS)[number];

export interface FeedMessage {
  /** The event's id, by which a viewer that comes back says what it saw last. */
  readonly id: string;
  readonly topic: FeedTopic;
  readonly data: unknown;
}

export interface FeedViewer {
  /** False says that the message could not be taken at once. */
  send(message: FeedMessage): boolean;
  /** Missed messages cannot be had any more: load the state anew, then follow. */
  resync(reason: string): void;
  end(): void;
}

export interface FeedConnection {
  /** The viewer can take more. */
  drained(): void;
  close(): void;
}

const TOPIC_OF: Partial<Record<EventFact, FeedTopic>> = {
  ComponentStarted: "status",
  ComponentDegraded: "status",
  ComponentRecovered: "status",
  ComponentStopped: "status",
  HealthReported: "status",
  ConfigurationChanged: "status",
  TradingPaused: "status",
  TradingResumed: "status",
  TradingHalted: "status",
  FlattenRequested: "status",
  MarketDataGapFound: "status",
  EquityMarked: "equity",
  PositionChanged: "equity",
  OrderAccepted: "orders",
  OrderRejected: "orders",
  OrderCanceled: "orders",
  OrderFilled: "fills",
  TradeSignalRaised: "decisions",
  TradeSignalWithheld: "decisions"
};

export interface LiveFeedOptions {
  /** Messages kept for viewers that come back. */
  readonly keptMessages?: number;
  /** Messages that may wait for one viewer. */
  readonly queuedMessages?: number;
  readonly maxViewers?: number;
}

export class LiveFeed {
  readonly #kept: FeedMessage[] = [];
  readonly #viewers = new Set<ViewerQueue>();
  readonly #keptMessages: number;
  readonly #queuedMessages: number;
  readonly #maxViewers: number;

  constructor({keptMessages = 1_000, queuedMessages = 500, maxViewers = 100}: LiveFeedOptions = {}) {
    this.#keptMessages = keptMessages;
    this.#queuedMessages = queuedMessages;
    this.#maxViewers = maxViewers;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** Passes on an event that viewers care about; others are no concern of theirs. */
  accept(event: PapertapeEvent): void {
    const topic = TOPIC_OF[event.fact];
    if (topic === undefined) return;
    const {id, fact, occurredAt, payload} = event;
    const message: FeedMessage = {id, topic, data: {id, fact, occurredAt, payload}};
    this.#kept.push(message);
    if (this.#kept.length > this.#keptMessages) this.#kept.shift();
    for (const viewer of [...this.#viewers]) viewer.offer(message);
  }

  /**
   * Null when there are as many viewers as there may be.
   * @param lastSeen the id after which the viewer wants to go on; null for a new one.
   */
  connect(viewer: FeedViewer, lastSeen: string | null): FeedConnection | null {
    if (this.#viewers.size >= this.#maxViewers) return null;
    const queue = new ViewerQueue(viewer, {limit: this.#queuedMessages, onDropped: () => this.#viewers.delete(queue)});
    this.#viewers.add(queue);
    if (lastSeen !== null) this.#catchUp(queue, lastSeen);
    return {drained: () => queue.drain(), close: () => this.#viewers.delete(queue)};
  }

  /** Ends all viewers, for a shutdown. */
  close(): void {
    for (const viewer of [...this.#viewers]) viewer.end();
    this.#viewers.clear();
  }

  #catchUp(queue: ViewerQueue, lastSeen: string): void {
    const at = this.#kept.findLastIndex(({id}) => id === lastSeen);
    const missed = this.#kept.slice(at + 1);
    if (at < 0) queue.resync("what you saw last is no longer kept");
    // More than a queue holds is loaded faster anew.
    else if (missed.length > this.#queuedMessages) queue.resync("you missed too much");
    else for (const message of missed) queue.offer(message);
  }
}

class ViewerQueue {
  readonly #viewer: FeedViewer;
  readonly #limit: number;
  readonly #onDropped: () => void;
  readonly #waiting: FeedMessage[] = [];
  #isBlocked = false;

  constructor(viewer: FeedViewer, {limit, onDropped}: {limit: number; onDropped: () => void}) {
    this.#viewer = viewer;
    this.#limit = limit;
    this.#onDropped = onDropped;
  }

  offer(message: FeedMessage): void {
    if (!this.#isBlocked) {
      this.#isBlocked = !this.#viewer.send(message);
      return;
    }
    if (this.#waiting.length < this.#limit) {
      this.#waiting.push(message);
      return;
    }
    this.#onDropped();
    this.#waiting.length = 0;
    this.#viewer.resync("you were too slow");
    this.#viewer.end();
  }

  drain(): void {
    this.#isBlocked = false;
    while (!this.#isBlocked) {
      const message = this.#waiting.shift();
      if (message === undefined) return;
      this.#isBlocked = !this.#viewer.send(message);
    }
  }

  resync(reason: string): void {
    this.#viewer.resync(reason);
  }

  end(): void {
    this.#viewer.end();
  }
}
