/** All that looks on while a session trades: dashboard board, live feed, metrics, notifications, and the status log. */
import type {Logger} from "pino";
import type {SystemStatusEvent} from "../lib/events/system-status-event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import {LiveFeed} from "./control/live-feed.js";
import {createBreaker} from "./integration/circuit-breaker.js";
import {createSessionQueries, type SessionQueries} from "./integration/session-queries.js";
import {LiveBoard} from "./live-board.js";
import {createMetrics, type Metrics} from "./monitoring/metrics.js";
import {createDispatcher} from "./notification/dispatcher.js";
import {notificationChannels} from "./notification-channels.js";
import {watchSession} from "./watch-session.js";

export interface OnlookersOptions {
  readonly workbench: Workbench;
  readonly bus: EventBus;
  readonly session: string;
  readonly logger: Logger;
}

export interface Onlookers {
  readonly board: LiveBoard;
  readonly feed: LiveFeed;
  readonly metrics: Metrics;
  readonly queries: SessionQueries;
  /** Tells log, feed and metrics how a component is. */
  readonly onStatus: (event: SystemStatusEvent) => void;
  close(): Promise<void>;
}

/** How long notifications under way may hold up a stop. */
const PATIENCE_MS = 2_000;

export async function gatherOnlookers({workbench, bus, session, logger}: OnlookersOptions): Promise<Onlookers> {
  const feed = new LiveFeed();
  const board = new LiveBoard();
  const metrics = createMetrics(Date.now);
  const queries = createSessionQueries(workbench.pool, session);
  const channels = notificationChannels(workbench.configuration, logger);
  const dispatcher = createDispatcher({
    channels: channels.map(({channel}) => channel),
    guardOf: (name) => createBreaker(`notification ${name}`).call,
    emit: (event) => logger.info({fact: event.fact, ...event.payload}, "notification"),
    clock: Date.now
  });
  const stopWatching = await watchSession({
    session,
    bus,
    queries,
    board,
    feed,
    metrics,
    dispatcher,
    channels: channels.map(({channel, minimumSeverity}) => ({name: channel.name, minimumSeverity}))
  });
  return {
    board,
    feed,
    metrics,
    queries,
    onStatus: (event) => {
      logger.info({fact: event.fact, ...event.payload}, "status");
      feed.accept(event);
      metrics.observe(event, Date.now());
    },
    close: async () => {
      feed.close();
      await stopWatching();
      await dispatcher.close(PATIENCE_MS);
    }
  };
}
