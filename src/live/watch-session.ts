/**
 * Everything that looks on while a session trades: dashboard, live feed, metrics, notifications. They read the committed
 * events from the bus as one consumer group, so that a restart misses none, and hold up nobody.
 */
import type {EventFact} from "../lib/events/event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import {Notifier} from "../lib/notification/notifier.js";
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
  readonly dispatcher: Dispatcher;
  readonly channels: readonly {
    readonly name: string;
    readonly minimumSeverity: "information" | "warning" | "critical";
  }[];
}

export const WATCHERS_GROUP = "watchers";

const NOTIFICATION_COOL_DOWN_MS = 15 * 60_000;
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
  const {bus, session, board, feed, metrics, dispatcher} = options;
  await recallBoard(options);
  const notifier = new Notifier({
    channels: [...options.channels],
    coolDownMs: NOTIFICATION_COOL_DOWN_MS,
    drawdownLevels: [0.05, 0.1, 0.2]
  });
  const stream = eventStream(session);
  let batches = 0;
  const subscription = await bus.subscribe(
    {stream, group: WATCHERS_GROUP, consumer: WATCHERS_GROUP, start: "beginning"},
    async (batch) => {
      for (const {event} of batch) {
        board.take(event);
        feed.accept(event);
        metrics.observe(event, Date.now());
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

async function recallBoard({queries, board}: WatchSessionOptions): Promise<void> {
  const past = await Promise.all([
    queries.recent(CONTROL_FACTS, {limit: 1_000}),
    queries.recent(["EquityMarked"], {limit: 1_000}),
    queries.recent(BOARD_FACTS, {limit: 200})
  ]);
  for (const events of past) for (const event of [...events].reverse()) board.take(event);
}
