/**
 * The exchange that a configuration names: a real one through ccxt, or the simulated one, started on loopback. The
 * simulated market begins at a fixed date, so that every machine sees the same candles; its clock goes on from the
 * newest candle that the database has, as if the market had slept meanwhile.
 */
import type {Pool} from "pg";
import type {SystemConfiguration} from "../../lib/configuration/system-configuration.js";
import {DAY_MS} from "../../lib/core/time.js";
import {timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {listSeries} from "../database/instrument-store.js";
import {type ExchangeConnection, type ExchangeUrls, openExchange} from "../exchange/open-exchange.js";

export const SIMULATED = "simulated";
/** First moment of the simulated history that `historyDays` counts from. */
export const SIMULATED_START_MS = Date.UTC(2024, 0, 1);

export interface ConnectedExchange {
  readonly connection: ExchangeConnection;
  /** Null for a real exchange without an address of its own. */
  readonly urls: ExchangeUrls | null;
  /** Open time of the first candle to have. */
  readonly historyFrom: number;
  /** Exchange time, epoch milliseconds. */
  now(): number;
  close(): Promise<void>;
}

/** @throws OperatingError for an exchange that is unknown or cannot be reached, saying what to do */
export async function connectExchange(configuration: SystemConfiguration, pool: Pool): Promise<ConnectedExchange> {
  const {exchange, historyDays} = configuration.collection;
  if (exchange === SIMULATED) return connectSimulated(configuration, pool);
  const urls = loopbackUrls();
  // What answers on loopback is no exchange, whatever it is called: its candles are labelled as simulated.
  const connection = await openExchange(exchange, urls === null ? {} : {urls, isSimulated: true});
  return {
    connection,
    urls,
    historyFrom: connection.now() - historyDays * DAY_MS,
    now: () => connection.now(),
    close: () => connection.close()
  };
}

/** For trials without a network: a server that imitates the exchange's protocol. */
export function loopbackUrls(): ExchangeUrls | null {
  const url = process.env.PAPERTAPE_EXCHANGE_URL;
  return url === undefined ? null : {url, wsUrl: `${url.replace(/^http/, "ws")}/ws`};
}

async function connectSimulated({simulation, collection}: SystemConfiguration, pool: Pool): Promise<ConnectedExchange> {
  const {startSimulatedExchange} = await import("../simulated-exchange/start-simulated-exchange.js");
  const startAt = Math.max(SIMULATED_START_MS + collection.historyDays * DAY_MS, await newestClose(pool));
  const server = await startSimulatedExchange({seed: simulation.seed, startAt, speed: simulation.speed});
  const urls = {url: server.url, wsUrl: server.wsUrl};
  try {
    const connection = await openExchange(SIMULATED, {urls});
    return {
      connection,
      urls,
      historyFrom: SIMULATED_START_MS,
      now: () => server.clock.now(),
      close: async () => {
        await connection.close();
        await server.close();
      }
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function newestClose(pool: Pool): Promise<number> {
  const series = await listSeries(pool);
  return series
    .filter(({instrument, lastOpenTime}) => instrument.endsWith(`@${SIMULATED}`) && lastOpenTime !== null)
    .reduce((newest, {lastOpenTime, timeframe}) => Math.max(newest, (lastOpenTime ?? 0) + timeframeMs(timeframe)), 0);
}
