/** What is measured at the moment Prometheus asks: lag on the bus, queues, breakers, viewers. */
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import {COMPONENT_GROUPS, eventStream, inputStream, PIPELINE_GROUP} from "./integration/session-runner.js";
import type {Metrics} from "./monitoring/metrics.js";
import type {Onlookers} from "./onlookers.js";
import {WATCHERS_GROUP} from "./watch-session.js";

export interface LiveGaugesOptions {
  readonly bus: EventBus;
  readonly session: string;
  readonly panel: BreakerPanel;
  readonly onlookers: Pick<Onlookers, "metrics" | "feed" | "dispatcher">;
  /** Who waits for a connection of the database. */
  readonly databaseQueue: () => number;
}

/** How long the bus may take: a scrape is not held up by a server that is away. */
const PATIENCE_MS = 1_000;

/** The metrics' text, with every gauge set just before. */
export async function renderMetrics(options: LiveGaugesOptions): ReturnType<Metrics["render"]> {
  const {bus, session, panel, onlookers, databaseQueue} = options;
  const {metrics, feed, dispatcher} = onlookers;
  const groups = [
    [PIPELINE_GROUP, inputStream(session)],
    ...COMPONENT_GROUPS.map((group) => [group, inputStream(session)] as const),
    [WATCHERS_GROUP, eventStream(session)]
  ] as const;
  await Promise.all(
    groups.map(async ([group, stream]) => metrics.setEventLag(group, await lagWithin(bus.lag(stream, group))))
  );
  for (const [channel, depth] of dispatcher.depths()) metrics.setQueueDepth(`notification ${channel}`, depth);
  metrics.setQueueDepth("database", databaseQueue());
  for (const {name, state} of panel.views()) metrics.setBreaker(name, state);
  metrics.setViewers(feed.viewers);
  return metrics.render();
}

/** Null when it cannot be told: an unknown lag is left out, not shown as none. */
async function lagWithin(asked: Promise<number | null>): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
