/**
 * Everything that looks on while a session trades: dashboard, live feed, metrics, notifications. They read the committed
 * events from the bus as one consumer group, so that a restart misses none, and hold up nobody.
 */
import type {EventFact} from "../lib/events/event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Notifier} from "../lib/notification/notifier.js";
import type {LiveFeed} from "./control/live-feed.js";
import type {SessionQueries} from "./integration/session-queries.js";
import {eventStream} from "./integration/session-runner.js";
import type {LiveBoard} from "./live-board.js";
import type {Metrics} from "./monitoring/metrics.js";
import type {Dispatcher} from "./notification/dispatcher.js";

export interface WatchSessionOptions {
  readonly session: string;
  readonly bus: EventBus;
  readonly queries: SessionQueries;
  readonly board: LiveBoard;
  readonly feed: LiveFeed;
  readonly metrics: Metrics;
  /** Market time, epoch milliseconds. */
  readonly now: () => number;
  readonly notifier: Notifier;
  readonly dispatcher: Dispatcher;
}

export const WATCHERS_GROUP = "watchers";

const TRIM_EVERY = 100;

/** Facts that rebuild the board after a restart. */
const BOARD_FACTS: readonly EventFact[] = ["EquityMarked", "CandleClosed", "SliceCompleted"];
const CONTROL_FACTS: readonly EventFact[] = [
  "TradingPaused",
  "TradingResumed",
  "TradingHalted",
  "FlattenRequested",
  "ConfigurationChanged"
];

export async function watchSession(options: WatchSessionOptions): Promise<() => Promise<void>> {
  const {bus, session, board, feed, metrics, now, notifier, dispatcher} = options;
  await recallBoard(options);
  const stream = eventStream(session);
  let batches = 0;
  const subscription = await bus.subscribe(
    {stream, group: WATCHERS_GROUP, consumer: WATCHERS_GROUP, start: "beginning"},
    async (batch) => {
      for (const {event} of batch) {
        board.take(event);
        feed.accept(event);
        metrics.observe(event, now());
        notifier.handle(event, (made) => {
          if (made.fact === "NotificationRequested") dispatcher.accept(made);
        });
      }
      batches++;
      if (batches % TRIM_EVERY === 0) await bus.trim(stream);
    }
  );
  return () => subscription.close();
}

async function recallBoard({queries, board, metrics}: WatchSessionOptions): Promise<void> {
  const past = await Promise.all([
    queries.recent(CONTROL_FACTS, {limit: 1_000}),
    queries.recent(["EquityMarked"], {limit: 1_000}),
    queries.recent(BOARD_FACTS, {limit: 200})
  ]);
  for (const events of past)
    for (const event of [...events].reverse()) {
      board.take(event);
      metrics.recall(event);
    }
}
