/** The HTTP gateway of a running daemon: who may come in, what it answers, which pages it serves. */
import {join} from "node:path";
import {SECRET_KEYS} from "../lib/configuration/system-configuration.js";
import {explain} from "../lib/integration/explain.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import {listQuarantine} from "../loaders/database/quarantine-store.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import {Authentication} from "./authentication/authentication.js";
import {isAllowed} from "./authentication/permissions.js";
import {rememberIdentities} from "./authentication/remembered-identities.js";
import {readSigningKey} from "./authentication/signing-key.js";
import {createGateway, type Gateway} from "./control/gateway.js";
import type {AuthenticationPort} from "./control/gateway-dependencies.js";
import {daemonStatus} from "./daemon-status.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import {isDatabaseAway} from "./integration/guarded-pool.js";
import type {Supervisor} from "./integration/supervisor.js";
import {renderMetrics} from "./live-gauges.js";
import type {HealthMonitor} from "./monitoring/health-monitor.js";
import type {Onlookers} from "./onlookers.js";
import type {OperatorCommands} from "./operator-commands.js";
import type {Production} from "./production.js";
import {runtimeConfiguration} from "./runtime-configuration.js";
import {sessionAnswers} from "./session-answers.js";
import type {SessionView} from "./session-view.js";

export interface DoorOptions {
  readonly workbench: Workbench;
  readonly exchange: ConnectedExchange;
  readonly plan: StrategyPlan;
  readonly bus: EventBus;
  readonly session: SessionView;
  readonly onlookers: Onlookers;
  readonly supervisor: Supervisor;
  readonly monitor: HealthMonitor;
  readonly panel: BreakerPanel;
  readonly commands: OperatorCommands;
  readonly production: Production;
  readonly siteFolder: string | null;
}

export async function openDoor(options: DoorOptions): Promise<{readonly gateway: Gateway; readonly address: string}> {
  const {workbench, plan, bus, session, onlookers, monitor, panel, commands, production} = options;
  const {board, queries, feed} = onlookers;
  const startedAt = Date.now();
  const isSimulated = plan.instruments.some((instrument) => instrument.isSimulated);
  const gateway = await createGateway({
    authentication: await authenticationOf(workbench),
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
      strategy: plan.strategy,
      board,
      commands,
      secrets: SECRET_KEYS
    }),
    production: {
      view: () => production.view(),
      arm: async (wish) => (await production.arm(wish)).expiresAt,
      disarm: (by) => production.disarm(by)
    },
    status: async () =>
      daemonStatus({
        ...options,
        board,
        startedAt,
        isSimulated,
        health: await monitor.report(),
        breakers: panel.views(),
        mode: await modeOf(production)
      }),
    quarantine: (limit) => listQuarantine(workbench.pool, {limit}),
    readiness: async () => ({...(await monitor.readiness()), breakers: panel.views()}),
    metrics: () =>
      renderMetrics({bus, session: session.id, panel, onlookers, databaseQueue: () => workbench.pool.waitingCount}),
    feed,
    siteFolder: options.siteFolder
  });
  const {host, port} = workbench.configuration.http;
  return {gateway, address: await gateway.listen({host, port})};
}

/** The status is told also while the database, which knows who armed, is away: nothing is sent then. */
async function modeOf(production: Production): Promise<"paper" | "venue"> {
  try {
    return (await production.view()).mode;
  } catch {
    return "paper";
  }
}

async function authenticationOf({pool, paths, configuration}: Workbench): Promise<AuthenticationPort> {
  const {sessionHours, tokenMinutes} = configuration.authentication;
  const signingKey = await readSigningKey(join(paths.data, "signing-key"));
  const authentication = new Authentication({pool, signingKey, sessionHours, tokenMinutes});
  const {tokens, audit} = authentication;
  const known = rememberIdentities({
    source: {
      identifySession: (token) => authentication.identifySession(token),
      identifyProgram: (token) => tokens.identify(token)
    },
    isDatabaseAway,
    clock: Date.now
  });
  return {
    signIn: (credentials) => authentication.signIn(credentials),
    signOut: (token) => authentication.signOut(token),
    identifySession: known.identifySession,
    changePassword: (change) => authentication.changePassword(change),
    createApiToken: (wish) => authentication.createApiToken(wish),
    tokens: {exchange: (token) => tokens.exchange(token), identify: known.identifyProgram},
    audit
  };
}
