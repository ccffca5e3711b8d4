/**
 * A connection to one exchange through ccxt, by the exchange's name. Only that exchange's class is loaded (a third of
 * the start-up time of all of ccxt). `simulated` is ccxt's Binance class pointed at the simulated exchange on loopback.
 */
import type {Exchange} from "ccxt";
import {present} from "../../lib/core/assert.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {type VirtualClock, virtualClock} from "../simulated-exchange/virtual-clock.js";
import {exchangeError} from "./exchange-failure.js";
import {instrumentOfMarket} from "./instrument-of-market.js";
import {askWithRetry, DEFAULT_RETRY, type RetryPolicy} from "./retry-exchange.js";

export interface ExchangeUrls {
  /** `http://127.0.0.1:<port>` of a server that speaks Binance spot's public protocol. */
  readonly url: string;
  readonly wsUrl: string;
}

export interface OpenExchangeOptions {
  /** Where the exchange is; needed for `simulated`, for other names a server that imitates Binance. */
  readonly urls?: ExchangeUrls;
  /** True when what answers at `urls` is simulated whatever its name; `simulated` always is. */
  readonly isSimulated?: boolean;
  readonly retry?: Partial<RetryPolicy>;
  /** Milliseconds that ccxt leaves between requests of weight 1; the exchange's own by default, none on loopback. */
  readonly rateLimitMs?: number;
  /** Milliseconds before a request is given up; 15 000 by default. */
  readonly timeoutMs?: number;
}

export interface ExchangeConnection {
  readonly name: string;
  readonly isSimulated: boolean;
  /** ccxt's object, with its markets loaded. */
  readonly client: Exchange;
  readonly retry: RetryPolicy;
  /** The exchange's time. */
  now(): number;
  /** Milliseconds of the exchange's time in one of this machine's: 1, or what a simulated exchange runs at. */
  readonly speed: number;
  /** The exchange's clock minus this machine's when it was opened, in milliseconds; null where it tells no time. */
  readonly clockSkewMs: number | null;
  /** What is traded there and Papertape can trade, in order of symbol. */
  instruments(): readonly Instrument[];
  close(): Promise<void>;
}

/** A larger difference is not believed: time is then the earlier of the two clocks, so that no candle is taken early. */
const BELIEVABLE_SKEW_MS = 60_000;

/**
 * Loads the exchange's class and its markets.
 * @throws OperatingError EXCHANGE_UNKNOWN for a name that ccxt does not have, or what the exchange's failure says.
 */
export async function openExchange(name: string, options: OpenExchangeOptions = {}): Promise<ExchangeConnection> {
  const isSimulated = name === "simulated" || options.isSimulated === true;
  if (name === "simulated") present(options.urls, "the simulated exchange's address (urls)");
  const retry = {...DEFAULT_RETRY, ...options.retry};
  const client = await createClient(name === "simulated" ? "binance" : name, options);
  try {
    const loadMarkets = {exchange: name, asked: "its list of markets", ask: () => client.loadMarkets()};
    // Somebody waits at the start: fewer tries than in the middle of a long load.
    await askWithRetry(loadMarkets, {...retry, attempts: Math.min(3, retry.attempts)});
    const clock = await exchangeClock(client, isSimulated ? options.urls : undefined);
    return {
      name,
      isSimulated,
      client,
      retry,
      ...clock,
      instruments: () => instrumentsOf(client, name, isSimulated),
      close: async () => {
        await client.close();
      }
    };
  } catch (error) {
    await client.close();
    throw exchangeError(name, "opening the exchange", error);
  }
}

async function createClient(
  id: string,
  {urls, rateLimitMs, timeoutMs = 15_000}: OpenExchangeOptions
): Promise<Exchange> {
  const Client = await loadClass(id);
  const client = new Client({
    enableRateLimit: urls === undefined || rateLimitMs !== undefined,
    ...(rateLimitMs === undefined ? {} : {rateLimit: rateLimitMs}),
    timeout: timeoutMs,
    options: {
      // Retries are ours: ccxt's repeat a 429 at once.
      maxRetriesOnFailure: 0,
      // The same for its pauses between connections, which would look like silence.
      ws: {backoff: {base: 1, max: 1}},
      tradesLimit: 100_000,
      // What imitates Binance on loopback has its spot market only.
      ...(urls === undefined ? {} : {fetchMarkets: {types: ["spot"]}})
    }
  });
  if (urls !== undefined) await pointAt(client, urls);
  return client;
}

async function loadClass(id: string): Promise<new (settings: object) => Exchange> {
  if (!/^[a-z0-9]+$/.test(id)) throw unknownExchange(id);
  // The package's `exports` refuse deep imports by name; the file's address is not refused.
  const entry = import.meta.resolve("ccxt");
  for (const path of [`./src/pro/${id}.js`, `./src/${id}.js`])
    try {
      const module = await import(new URL(path, entry).href);
      return module.default as new (
        settings: object
      ) => Exchange;
    } catch (error) {
      if ((error as {code?: string}).code !== "ERR_MODULE_NOT_FOUND") throw error;
    }
  throw unknownExchange(id);
}

function unknownExchange(id: string): OperatingError {
  return new OperatingError(
    `There is no exchange "${id}" in ccxt. Exchanges are named in lower case, e.g. binance, kraken or bitstamp; "simulated" needs no network.`,
    {code: "EXCHANGE_UNKNOWN", details: {exchange: id}}
  );
}

async function pointAt(client: Exchange, {url, wsUrl}: ExchangeUrls): Promise<void> {
  const api = client.urls.api as Record<string, unknown>;
  client.urls.api = {
    ...api,
    public: `${url}/api/v3`,
    private: `${url}/api/v3`,
    v1: `${url}/api/v1`,
    sapi: `${url}/sapi/v1`,
    ws: {...(api.ws as object), spot: wsUrl, "ws-api": {spot: `${wsUrl}-api`}}
  } as unknown as typeof client.urls.api;
  // Without it ccxt refuses a plain ws:// address.
  await (client as unknown as {loadHttpProxyAgent(): Promise<unknown>}).loadHttpProxyAgent();
}

async function exchangeClock(
  client: Exchange,
  urls: ExchangeUrls | undefined
): Promise<Pick<ExchangeConnection, "now" | "speed" | "clockSkewMs">> {
  const shared = urls === undefined ? null : await simulatedClock(urls);
  const {now: local, speed} = shared ?? {now: Date.now, speed: 1};
  if (client.has.fetchTime !== true) return {now: local, speed, clockSkewMs: null};
  const asked = local();
  const told = await client.fetchTime();
  if (typeof told !== "number") return {now: local, speed, clockSkewMs: null};
  const uncertaintyMs = Math.ceil((local() - asked) / 2);
  const clockSkewMs = told - asked - uncertaintyMs;
  const offset = offsetOf({clockSkewMs, uncertaintyMs, isShared: shared !== null});
  return {now: () => local() + offset, speed, clockSkewMs};
}

/**
 * What is added to our clock so that it never runs ahead of the exchange's: a candle taken a moment early would be taken
 * half-made. A clock that is shared needs nothing as long as the difference is within what the question took.
 */
function offsetOf({
  clockSkewMs,
  uncertaintyMs,
  isShared
}: {
  clockSkewMs: number;
  uncertaintyMs: number;
  isShared: boolean;
}) {
  if (isShared && Math.abs(clockSkewMs) <= uncertaintyMs) return 0;
  const believed = Math.abs(clockSkewMs) <= BELIEVABLE_SKEW_MS ? clockSkewMs : Math.min(0, clockSkewMs);
  return believed - uncertaintyMs;
}

/** The simulated exchange's clock may run at another speed than ours; it says how. Null when another server answers. */
async function simulatedClock({url}: ExchangeUrls): Promise<VirtualClock | null> {
  const response = await fetch(`${url}/simulated/clock`);
  if (!response.ok) return null;
  const {startAt, startedAt, speed} = (await response.json()) as {startAt: number; startedAt: number; speed: number};
  return virtualClock({startAt, startedAt, speed});
}

function instrumentsOf(client: Exchange, exchange: string, isSimulated: boolean): Instrument[] {
  const instruments: Instrument[] = [];
  for (const market of Object.values(client.markets ?? {})) {
    const instrument = instrumentOfMarket(market, exchange, isSimulated);
    if (instrument !== null) instruments.push(instrument);
  }
  return instruments.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
