/** What is reached over a network: Redis where it is configured, and the exchange with its clock. */
import type {SystemConfiguration} from "../../lib/configuration/system-configuration.js";
import {SIMULATED} from "../../loaders/workbench/connect-exchange.js";
import {type Finding, note, ok, problem, reasonOf} from "./finding.js";

const OLDEST_REDIS = 5;
const PATIENCE_MS = 10_000;
const GOOD_SKEW_MS = 2_000;

export async function serviceFindings(configuration: SystemConfiguration): Promise<readonly Finding[]> {
  return [await redis(configuration.redis.url), await exchangeClock(configuration.collection.exchange)];
}

async function redis(url: string | null): Promise<Finding> {
  if (url === null) return note("Redis", "not configured: the bus is in the database (set REDIS_URL for Redis)");
  const mend = "start Redis, or correct REDIS_URL; without it the bus is in the database";
  try {
    const {connectRedis} = await import("../../live/integration/redis-connection.js");
    const connection = connectRedis({url, options: {retryStrategy: () => null}});
    try {
      const information = String(await withinPatience(connection.info("server")));
      const version = /redis_version:(\S+)/.exec(information)?.[1] ?? "unknown";
      if (Number.parseInt(version, 10) >= OLDEST_REDIS) return ok("Redis", `answers, version ${version}`);
      return problem("Redis", `version ${version}`, {mend: `use Redis ${OLDEST_REDIS} or later: it has streams`});
    } finally {
      connection.disconnect();
    }
  } catch (error) {
    return problem("Redis", `does not answer: ${reasonOf(error)}`, {mend});
  }
}

async function exchangeClock(exchange: string): Promise<Finding> {
  if (exchange === SIMULATED) return note("clock", "the exchange is simulated and has a clock of its own");
  const {openExchange} = await import("../../loaders/exchange/open-exchange.js");
  try {
    const url = process.env.PAPERTAPE_EXCHANGE_URL;
    const urls = url === undefined ? {} : {urls: {url, wsUrl: `${url.replace(/^http/, "ws")}/ws`}};
    const opening = openExchange(exchange, {...urls, timeoutMs: PATIENCE_MS / 2, retry: {attempts: 1}});
    const connection = await withinPatience(opening);
    try {
      return clockFinding(exchange, connection.clockSkewMs);
    } finally {
      await connection.close();
    }
  } catch (error) {
    return note("clock", `not compared: ${exchange} cannot be reached from here (${reasonOf(error)})`);
  }
}

function clockFinding(exchange: string, skewMs: number | null): Finding {
  if (skewMs === null) return note("clock", `${exchange} answers, but tells no time`);
  const offset = `${exchange} is ${Math.abs(Math.round(skewMs))} ms ${skewMs < 0 ? "behind" : "ahead of"} this machine`;
  if (Math.abs(skewMs) <= GOOD_SKEW_MS) return ok("clock", offset);
  return problem("clock", offset, {mend: "set this machine's clock, best by NTP: candles are judged by it"});
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
