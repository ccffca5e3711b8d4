/** All that looks on while a session trades: dashboard board, live feed, metrics, notifications, and the status log. */
import type {Logger} from "pino";
import type {PapertapeEvent} from "../lib/events/event.js";
import type {SystemStatusEvent} from "../lib/events/system-status-event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import {Notifier} from "../lib/notification/notifier.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import {LiveFeed} from "./control/live-feed.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import {createSessionQueries, type SessionQueries} from "./integration/session-queries.js";
import {LiveBoard} from "./live-board.js";
import {createMetrics, type Metrics} from "./monitoring/metrics.js";
import type {Channel} from "./notification/channel.js";
import {createDispatcher, type Dispatcher} from "./notification/dispatcher.js";
import {notificationChannels} from "./notification-channels.js";
import {watchSession} from "./watch-session.js";

export interface OnlookersOptions {
  readonly workbench: Workbench;
  readonly bus: EventBus;
  readonly exchange: ConnectedExchange;
  readonly session: string;
  readonly panel: BreakerPanel;
  readonly logger: Logger;
}

export interface Onlookers {
  readonly board: LiveBoard;
  readonly feed: LiveFeed;
  readonly metrics: Metrics;
  readonly queries: SessionQueries;
  readonly dispatcher: Dispatcher;
  /** Tells log, feed, metrics and people how a component is. Needs neither bus nor database. */
  readonly onStatus: (event: SystemStatusEvent) => void;
  close(): Promise<void>;
}

/** How long notifications under way may hold up a stop. */
const PATIENCE_MS = 2_000;

const NOTIFICATION_COOL_DOWN_MS = 15 * 60_000;
const DRAWDOWN_LEVELS = [0.05, 0.1, 0.2];

export async function gatherOnlookers(options: OnlookersOptions): Promise<Onlookers> {
  const {workbench, bus, exchange, session, logger} = options;
  const feed = new LiveFeed();
  const board = new LiveBoard();
  const metrics = createMetrics({clock: exchange.now, speed: exchange.connection.speed});
  const queries = createSessionQueries(workbench.pool, session);
  const channels = notificationChannels(workbench.configuration, logger);
  const dispatcher = dispatcherOf(
    channels.map(({channel}) => channel),
    options
  );
  const notifierOf = () =>
    new Notifier({
      channels: channels.map(({channel, minimumSeverity}) => ({name: channel.name, minimumSeverity})),
      coolDownMs: NOTIFICATION_COOL_DOWN_MS,
      drawdownLevels: DRAWDOWN_LEVELS
    });
  const statusNotifier = notifierOf();
  const stopWatching = await watchSession({
    session,
    bus,
    queries,
    board,
    feed,
    metrics,
    now: exchange.now,
    notifier: notifierOf(),
    dispatcher
  });
  return {
    board,
    feed,
    metrics,
    queries,
    dispatcher,
    onStatus: (event) => {
      logger.info({correlationId: event.correlationId, fact: event.fact, ...event.payload}, "status");
      feed.accept(event);
      metrics.observe(event, exchange.now());
      // Some parts speak in market time; how long to stay silent is a matter of our own.
      const heard = {...event, occurredAt: Date.now()};
      statusNotifier.handle(heard, requestedOf(dispatcher));
    },
    close: async () => {
      feed.close();
      await stopWatching();
      await dispatcher.close(PATIENCE_MS);
    }
  };
}

function dispatcherOf(channels: readonly Channel[], {panel, logger}: OnlookersOptions): Dispatcher {
  const effect = "its messages are tried again and then given up; nothing else is held up";
  return createDispatcher({
    channels,
    guardOf: (name) => panel.add(`notification ${name}`, {effect}).call,
    emit: (event) =>
      logger.info({correlationId: event.correlationId, fact: event.fact, ...event.payload}, "notification"),
    clock: Date.now
  });
}

/** Takes what a notifier makes to its channel. */
export function requestedOf(dispatcher: Dispatcher): (made: PapertapeEvent) => void {
  return (made) => {
    if (made.fact === "NotificationRequested") dispatcher.accept(made);
  };
}
