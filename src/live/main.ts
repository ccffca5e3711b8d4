/**
 * The daemon: collector, pipeline, journal, watchers and gateway, wired. Start-up and crash recovery are this one path:
 * open the session where it stands, go on collecting from its last slice, and let everybody look on.
 */
import {join} from "node:path";
import pino, {type Logger} from "pino";
import {SECRET_KEYS} from "../lib/configuration/system-configuration.js";
import type {SystemStatusEvent} from "../lib/events/system-status-event.js";
import {explain} from "../lib/integration/explain.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {LoadedConfiguration} from "../loaders/configuration/load-configuration.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import {cutWarmUp, databaseSeries} from "../loaders/workbench/tape-source.js";
import {Authentication} from "./authentication/authentication.js";
import {ensureFirstAdmin, type FirstAdmin} from "./authentication/first-admin.js";
import {isAllowed} from "./authentication/permissions.js";
import {readSigningKey} from "./authentication/signing-key.js";
import {collectInto} from "./collect-into.js";
import {createGateway, type Gateway} from "./control/gateway.js";
import {LiveFeed} from "./control/live-feed.js";
import {daemonStatus} from "./daemon-status.js";
import {createBreaker} from "./integration/circuit-breaker.js";
import {createSessionQueries} from "./integration/session-queries.js";
import {runSession, type SessionRunner} from "./integration/session-runner.js";
import {createSupervisor, type Supervisor} from "./integration/supervisor.js";
import {LiveBoard} from "./live-board.js";
import {createHealthMonitor} from "./monitoring/health-monitor.js";
import {createMetrics} from "./monitoring/metrics.js";
import {createDispatcher, type Dispatcher} from "./notification/dispatcher.js";
import {notificationChannels} from "./notification-channels.js";
import {openBus} from "./open-bus.js";
import {type OpenedSession, openSession} from "./open-session.js";
import {createOperatorCommands} from "./operator-commands.js";
import {runtimeConfiguration} from "./runtime-configuration.js";
import {sessionAnswers} from "./session-answers.js";
import {watchSession} from "./watch-session.js";

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
  stop(): Promise<void>;
}

export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const {workbench} = options;
  const logger = createLogger(workbench.loaded);
  const bus = await openBus({
    redisUrl: workbench.configuration.redis.url,
    databaseUrl: workbench.database.url,
    onTrouble: (trouble) =>
      logger.warn(
        {trouble: {...trouble, error: String("error" in trouble ? trouble.error : trouble.reason)}},
        "bus trouble"
      )
  });
  const opened = await openLiveSession(options, bus);
  logger.info({session: opened.session.id, ...opened.opening}, "session open");
  const parts = await startParts({...options, bus, opened, logger});
  return {
    address: parts.address,
    session: opened,
    firstAdmin: parts.firstAdmin,
    stop: async () => {
      await parts.stop();
      await opened.session.rest();
      await bus.close();
    }
  };
}

function createLogger({configuration}: LoadedConfiguration): Logger {
  return pino(
    {
      level: configuration.logging.level,
      redact: {paths: ["*.password", "*.token", "*.secret", "*.cookie", "*.authorization"], censor: "(secret)"}
    },
    pino.destination({dest: join(process.env.PAPERTAPE_LOG ?? "/dev/stderr"), sync: true})
  );
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
  readonly logger: Logger;
}

interface RunningParts {
  readonly address: string;
  readonly firstAdmin: FirstAdmin | null;
  stop(): Promise<void>;
}

async function startParts(options: PartsOptions): Promise<RunningParts> {
  const {workbench, bus, opened, logger, exchange} = options;
  const {session} = opened;
  const feed = new LiveFeed();
  const board = new LiveBoard();
  const metrics = createMetrics(Date.now);
  const emitStatus = (event: SystemStatusEvent) => {
    logger.info({fact: event.fact, ...event.payload}, "status");
    feed.accept(event);
    metrics.observe(event, Date.now());
  };
  const queries = createSessionQueries(workbench.pool, session.id);
  const channels = notificationChannels(workbench.configuration, logger);
  const dispatcher: Dispatcher = createDispatcher({
    channels: channels.map(({channel}) => channel),
    guardOf: (name) => createBreaker(`notification ${name}`).call,
    emit: (event) => logger.info({fact: event.fact, ...event.payload}, "notification"),
    clock: Date.now
  });
  const runner: SessionRunner = await runSession({session, bus});
  const stopWatching = await watchSession({
    session: session.id,
    bus,
    queries,
    board,
    feed,
    metrics,
    dispatcher,
    channels: channels.map(({channel, minimumSeverity}) => ({name: channel.name, minimumSeverity}))
  });
  const supervisor: Supervisor = createSupervisor({
    emit: emitStatus,
    clock: Date.now,
    build: options.codeCommit.slice(0, 12)
  });
  const collecting = collectInto({...options, onStatus: emitStatus});
  await supervisor.start([collecting.part]);
  const monitor = createHealthMonitor({
    emit: emitStatus,
    clock: Date.now,
    checks: [
      {component: "collection", isRequired: false, check: () => collecting.health()},
      {component: "bus", isRequired: true, check: async () => busHealth(bus)},
      {component: "journal", isRequired: true, check: async () => journalHealth(workbench)}
    ]
  });
  const stopMonitoring = monitor.start(5_000);
  const firstAdmin = await ensureFirstAdmin(workbench.pool);
  const {authentication: terms} = workbench.configuration;
  const authentication = new Authentication({
    pool: workbench.pool,
    signingKey: await readSigningKey(join(workbench.paths.data, "signing-key")),
    sessionHours: terms.sessionHours,
    tokenMinutes: terms.tokenMinutes
  });
  const commands = createOperatorCommands({bus, session: session.id, marketNow: () => Math.floor(exchange.now())});
  const startedAt = Date.now();
  const gateway: Gateway = await createGateway({
    authentication,
    isAllowed,
    queries: sessionAnswers({queries, board, explain: (id) => explain(id, queries)}),
    control: {
      pause: (command) => commands.command("TradingPaused", command),
      resume: (command) => commands.command("TradingResumed", command),
      halt: (command) => commands.command("TradingHalted", command),
      flatten: (command) => commands.command("FlattenRequested", command)
    },
    configuration: runtimeConfiguration({
      loaded: workbench.loaded,
      strategy: options.plan.strategy,
      board,
      commands,
      secrets: SECRET_KEYS
    }),
    status: async () =>
      daemonStatus({
        board,
        session,
        startedAt,
        supervisor,
        exchange,
        health: await monitor.report(),
        isSimulated: options.plan.instruments.some(({isSimulated}) => isSimulated)
      }),
    readiness: () => monitor.readiness(),
    metrics: () => metrics.render(),
    feed,
    siteFolder: options.siteFolder,
    scriptSources: ["'unsafe-eval'"]
  });
  const {host, port} = workbench.configuration.http;
  const address = await gateway.listen({host, port});
  return {
    address,
    firstAdmin,
    stop: async () => {
      stopMonitoring();
      await gateway.close();
      feed.close();
      await supervisor.stop();
      await runner.stop();
      await stopWatching();
      await dispatcher.close(2_000);
    }
  };
}

async function busHealth(bus: EventBus) {
  const health = await bus.health();
  return health.status === "up"
    ? {status: "up" as const, lagMs: null, detail: `answers in ${health.roundTripMs.toFixed(1)} ms`}
    : {status: "down" as const, lagMs: null, detail: health.reason};
}

async function journalHealth({pool}: Workbench) {
  const begun = performance.now();
  await pool.query("select 1");
  return {status: "up" as const, lagMs: null, detail: `answers in ${(performance.now() - begun).toFixed(1)} ms`};
}
