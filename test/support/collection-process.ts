/** Data collection of a session in a process of its own, from the exchange at an address, made to be killed. Order: argv[2]. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {WHOLE} from "../../src/lib/integration/stage-shards.js";
import {planStrategy, type StrategyPlan} from "../../src/lib/integration/strategy-plan.js";
import {startComponent} from "../../src/live/start-component.js";
import type {ExchangeConnection} from "../../src/loaders/exchange/open-exchange.js";
import {connectExchange} from "../../src/loaders/workbench/connect-exchange.js";
import type {CrashOrder} from "./crash-process.js";
import {testWorkbench} from "./live-daemon.js";
import {busyStrategy} from "./simulated-strategy.js";

export interface CollectionOrder extends CrashOrder {
  readonly exchangeUrl: string;
  readonly speed: number;
  /** Where it logs to. */
  readonly folder: string;
}

const PROGRAM = new URL("./collection-process.ts", import.meta.url).pathname;
const SYMBOLS = ["BTC/USDT", "ETH/USDT"];

/** No candles before it: all that it knows is collected. */
export function collectedPlan(connection: ExchangeConnection): StrategyPlan {
  return planStrategy(
    busyStrategy(0),
    connection.instruments().filter(({symbol}) => SYMBOLS.includes(symbol))
  );
}

export interface CollectionProcess {
  kill(): Promise<void>;
}

export function startCollection(order: CollectionOrder): CollectionProcess {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", PROGRAM, JSON.stringify(order)], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {...process.env, PAPERTAPE_EXCHANGE_URL: order.exchangeUrl}
  });
  const ended = once(child, "exit");
  return {
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    }
  };
}

async function main({databaseUrl, redisUrl, session, speed, folder}: CollectionOrder): Promise<void> {
  const overrides = {"collection.exchange": "binance", "collection.graceMs": 3_000};
  const given = {databaseUrl, speed, overrides, ...(redisUrl === null ? {} : {redisUrl})};
  const workbench = testWorkbench(given, folder);
  const exchange = await connectExchange(workbench.configuration, workbench.pool);
  await startComponent(
    {
      component: "collection",
      shard: WHOLE,
      workbench,
      plan: collectedPlan(exchange.connection),
      session,
      exchange,
      codeCommit: "crash-suite",
      siteFolder: null,
      opening: {kind: "live", scope: {}, warmUp: () => Promise.resolve([]), startedAt: 0}
    },
    {signal: new AbortController().signal, onStandBy: () => {}}
  );
}

if (process.argv[2]?.startsWith("{")) await main(JSON.parse(process.argv[2]) as CollectionOrder);
