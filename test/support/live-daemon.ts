/** The whole daemon in this process: a simulated market at speed, a database of its own, and one person of each role. */
import {createHash} from "node:crypto";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {DecisionConfiguration} from "../../src/lib/decision/decision-configuration.js";
import {planStrategy} from "../../src/lib/integration/strategy-plan.js";
import {Accounts} from "../../src/live/authentication/accounts.js";
import {createSessions} from "../../src/live/authentication/sessions.js";
import {type Daemon, startDaemon} from "../../src/live/main.js";
import {ROLES, type Role} from "../../src/live/ports/identity.js";
import {backfillCandles} from "../../src/loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../src/loaders/backfill/database-candle-sink.js";
import {loadConfiguration} from "../../src/loaders/configuration/load-configuration.js";
import {upsertInstrument} from "../../src/loaders/database/instrument-store.js";
import {createPool} from "../../src/loaders/database/open-database.js";
import {type ConnectedExchange, connectExchange} from "../../src/loaders/workbench/connect-exchange.js";
import type {Workbench} from "../../src/loaders/workbench/open-workbench.js";
import {busyStrategy} from "./simulated-strategy.js";

export interface LiveDaemonOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  /** Where notifications go besides the log. */
  readonly webhookUrl?: string;
  /** Market seconds a second. */
  readonly speed?: number;
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Candles loaded before the start, from which the strategy knows enough to trade at once; 0 by default. */
  readonly warmUpCandles?: number;
  /** Over the busy strategy's own. */
  readonly decision?: Partial<DecisionConfiguration>;
}

export interface LiveDaemon {
  readonly daemon: Daemon;
  readonly exchange: ConnectedExchange;
  ask(path: string, options?: {readonly as?: Role; readonly method?: string; readonly body?: object}): Promise<Answer>;
  /** Lines of its log. */
  log(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as they come
  readonly body: any;
}

/** A fifth of a second a candle. */
const SPEED = 18_000;

export async function liveDaemon(options: LiveDaemonOptions): Promise<LiveDaemon> {
  const folder = await mkdtemp(join(tmpdir(), "papertape-live-"));
  const workbench = testWorkbench(options, folder);
  const exchange = await connectExchange(workbench.configuration, workbench.pool);
  const {symbols} = workbench.configuration.collection;
  const instruments = exchange.connection.instruments().filter(({symbol}) => symbols.includes(symbol));
  for (const instrument of instruments) await upsertInstrument(workbench.pool, instrument);
  const {warmUpCandles = 0} = options;
  if (warmUpCandles > 0)
    await backfillCandles({
      connection: exchange.connection,
      sink: databaseCandleSink(workbench.pool),
      symbols,
      timeframes: ["1h"],
      from: exchange.now() - warmUpCandles * HOUR_MS
    });
  const strategy = busyStrategy(warmUpCandles);
  process.env.PAPERTAPE_LOG = join(folder, "daemon.log");
  const daemon = await startDaemon({
    workbench,
    exchange,
    plan: planStrategy({...strategy, decision: {...strategy.decision, ...options.decision}}, instruments),
    sessionId: null,
    codeCommit: "test",
    siteFolder: null
  });
  delete process.env.PAPERTAPE_LOG;
  const cookies = await signIn(workbench);
  return {
    daemon,
    exchange,
    ask: (path, {as = "admin", method = "GET", body} = {}) =>
      answerOf(daemon.address + path, {
        method,
        headers: {
          cookie: cookies.get(as) ?? "",
          origin: daemon.address,
          ...(body === undefined ? {} : {"content-type": "application/json"})
        },
        ...(body === undefined ? {} : {body: JSON.stringify(body)})
      }),
    log: async () => {
      const text = await readFile(daemon.logFile, "utf8");
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    stop: async () => {
      await daemon.stop();
      await exchange.close();
      await workbench.close();
      await rm(folder, {recursive: true, force: true});
    }
  };
}

/** Of an external database; `folder` holds what it writes. */
export function testWorkbench(
  {databaseUrl, redisUrl, webhookUrl, speed = SPEED, overrides}: LiveDaemonOptions,
  folder: string
) {
  const loaded = loadConfiguration({
    environment: {PAPERTAPE_DATA: folder},
    overrides: {
      "database.url": databaseUrl,
      ...(redisUrl === undefined ? {} : {"redis.url": redisUrl}),
      ...(webhookUrl === undefined ? {} : {"notification.webhookUrl": webhookUrl}),
      "simulation.speed": speed,
      "collection.symbols": ["BTC/USDT", "ETH/USDT"],
      "collection.graceMs": 1_000,
      "http.port": 0,
      ...overrides
    }
  });
  const pool = createPool(databaseUrl, 6);
  const database = {url: databaseUrl, kind: "external" as const, pool: () => pool, close: () => pool.end()};
  const data = folder;
  const paths = {root: folder, data, snapshots: data, runs: data, research: data, strategies: data, site: data};
  return {
    configuration: loaded.configuration,
    loaded,
    paths,
    database,
    pool,
    flavour: "native",
    close: () => pool.end()
  } satisfies Workbench;
}

async function signIn({pool}: Workbench): Promise<ReadonlyMap<Role, string>> {
  const accounts = new Accounts(pool);
  const sessions = createSessions(pool, {hours: 1});
  const cookies = new Map<Role, string>();
  for (const role of ROLES) {
    const username = `the-${role}`;
    const password = createHash("sha256").update(role).digest("hex");
    if (!(await accounts.list()).some((account) => account.username === username))
      await accounts.create({username, password, role, mustChangePassword: false});
    const account = (await accounts.list()).find((known) => known.username === username);
    const {token} = await sessions.open(account?.id ?? "");
    cookies.set(role, `papertape_session=${token}`);
  }
  return cookies;
}

async function answerOf(url: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(url, request);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return {status: response.status, text, body: isJson ? JSON.parse(text) : null};
}
