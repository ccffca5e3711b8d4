/**
 * The daemon: collector, pipeline, journal, onlookers and gateway, wired. Start-up and crash recovery are this one path:
 * open the session where it stands, go on collecting from its last slice, and let everybody look on.
 */
import type {Logger} from "pino";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import {cutWarmUp, databaseSeries} from "../loaders/workbench/tape-source.js";
import {ensureFirstAdmin, type FirstAdmin} from "./authentication/first-admin.js";
import {collectInto} from "./collect-into.js";
import {startUpkeep} from "./collection/upkeep.js";
import {createLogger, logFileOf} from "./create-logger.js";
import {healthChecks} from "./health-checks.js";
import {type BreakerPanel, createBreakerPanel} from "./integration/breaker-panel.js";
import {guardedPool} from "./integration/guarded-pool.js";
import {runSession} from "./integration/session-runner.js";
import {createSupervisor} from "./integration/supervisor.js";
import {createHealthMonitor} from "./monitoring/health-monitor.js";
import {gatherOnlookers} from "./onlookers.js";
import {databaseBreaker, openBus} from "./open-bus.js";
import {openDoor} from "./open-door.js";
import {type OpenedSession, openSession} from "./open-session.js";
import {realTrading} from "./real-trading.js";

import {type Stoppable, stopInOrder} from "./stop-in-order.js";

export interface DaemonOptions {
  readonly workbench: Workbench;
  readonly exchange: ConnectedExchange;
  readonly plan: StrategyPlan;
  readonly sessionId: string | null;
  readonly codeCommit: string;
  /** The built notebooks; null serves the interface without pages. */
  readonly siteFolder: string | null;
}

export interface Daemon {
  readonly address: string;
  readonly session: OpenedSession;
  /** Null when there are accounts already. */
  readonly firstAdmin: FirstAdmin | null;
  /** Where it logs to. */
  readonly logFile: string;
  /** Resolves with the reason when the session cannot go on: the process should end, and may be started again. */
  readonly failed: Promise<unknown>;
  stop(): Promise<void>;
}

const HEALTH_INTERVAL_MS = 5_000;

export async function startDaemon(given: DaemonOptions): Promise<Daemon> {
  const panel = createBreakerPanel(Date.now);
  const workbench = {...given.workbench, pool: guardedPool(given.workbench.pool, databaseBreaker(panel).call)};
  const options = {...given, workbench};
  const logFile = logFileOf(workbench, "papertape");
  const logger = createLogger(workbench, logFile);
  const bus = await openBus({
    redisUrl: workbench.configuration.redis.url,
    databaseUrl: workbench.database.url,
    panel,
    onTrouble: (trouble) =>
      logger.warn(
        {kind: trouble.kind, stream: trouble.stream, why: String("error" in trouble ? trouble.error : trouble.reason)},
        "bus trouble"
      )
  });
  const opened = await openLiveSession(options, bus);
  logger.info({session: opened.session.id, ...opened.opening}, "session open");
  const parts = await startParts({...options, bus, opened, panel, logger});
  return {
    address: parts.address,
    session: opened,
    firstAdmin: await ensureFirstAdmin(workbench.pool),
    logFile,
    failed: parts.failed,
    stop: async () => {
      const rest = [
        ["session", () => opened.session.rest()],
        ["bus", () => bus.close()]
      ] as const;
      await stopInOrder([...parts.inStopOrder, ...rest], {logger});
      logger.info("stopped");
    }
  };
}

function openLiveSession(
  {workbench, exchange, plan, sessionId, codeCommit}: DaemonOptions,
  bus: EventBus
): Promise<OpenedSession> {
  const {strategy, instruments} = plan;
  return openSession({
    plan,
    kind: "live",
    scope: {exchange: workbench.configuration.collection.exchange},
    id: sessionId,
    journal: createPostgresJournal(workbench.pool),
    bus,
    codeCommit,
    environment: workbench.configuration.environment,
    warmUp: async () => cutWarmUp(await databaseSeries(workbench.pool, instruments, strategy.timeframe), strategy),
    startedAt: Math.floor(exchange.now())
  });
}

interface PartsOptions extends DaemonOptions {
  readonly bus: EventBus;
  readonly opened: OpenedSession;
  readonly panel: BreakerPanel;
  readonly logger: Logger;
}

interface RunningParts {
  readonly address: string;
  readonly failed: Promise<unknown>;
  readonly inStopOrder: readonly Stoppable[];
}

/** In order of start; they stop in reverse: the door first, so that nobody asks for what is going away. */
async function startParts(options: PartsOptions): Promise<RunningParts> {
  const {bus, opened, panel, logger, codeCommit, exchange} = options;
  const {session} = opened;
  const onlookers = await gatherOnlookers({...options, session: session.id});
  panel.tell(onlookers.onStatus);
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<unknown>((resolve) => {
    fail = resolve;
  });
  const runner = await runSession({
    session,
    bus,
    onFailure: (error) => {
      logger.fatal({err: error}, "the session cannot go on");
      fail(error);
    }
  });
  const supervisor = createSupervisor({emit: onlookers.onStatus, clock: Date.now, build: codeCommit.slice(0, 12)});
  const collecting = collectInto({...options, session, queries: onlookers.queries, onStatus: onlookers.onStatus});
  const real = realTrading({...options, session: session.id, onlookers});
  await supervisor.start([collecting.part, ...real.parts]);
  const upkeep = startUpkeep({
    pool: options.workbench.pool,
    retention: options.workbench.configuration.retention,
    now: () => exchange.now(),
    onFailure: (error) => logger.warn({err: error}, "database upkeep")
  });
  const monitor = createHealthMonitor({
    emit: onlookers.onStatus,
    clock: Date.now,
    checks: healthChecks({...options, collecting})
  });
  const stopMonitoring = monitor.start(HEALTH_INTERVAL_MS);
  const {gateway, address} = await openDoor({
    ...options,
    session,
    onlookers,
    supervisor,
    monitor,
    ...real
  });
  return {
    address,
    failed,
    inStopOrder: [
      ["monitoring", async () => stopMonitoring()],
      ["gateway", () => gateway.close()],
      ["supervised parts", () => supervisor.stop()],
      ["upkeep", () => upkeep.stop()],
      ["session runner", () => runner.stop()],
      ["onlookers", () => onlookers.close()]
    ]
  };
}
