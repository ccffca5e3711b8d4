/** The REST endpoints of Binance spot, answered from the simulated market; the private ones are in binance-private. */
import type {IncomingMessage, ServerResponse} from "node:http";
import {candleAt} from "../../lib/vocabulary/candle-rows.js";
import {candleOpenTime, isTimeframe, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {aggregateTradeRow, depthRow, klineRow, marketId, symbolInformation, tradeRow} from "./binance-messages.js";
import {answerPrivate, isPrivatePath} from "./binance-private.js";
import {BadRequest} from "./binance-refusal.js";
import type {FaultPanel, HttpFaultKind} from "./fault-panel.js";
import {GENESIS_MS, type MarketProfile} from "./market-profile.js";
import type {SimulatedBook} from "./order-book.js";
import type {SimulatedAccount} from "./simulated-account.js";
import type {SimulatedMarket} from "./simulated-market.js";
import type {VirtualClock} from "./virtual-clock.js";

export interface RestContext {
  readonly market: SimulatedMarket;
  readonly clock: VirtualClock;
  readonly faults: FaultPanel;
  readonly accounts: readonly SimulatedAccount[];
  /** The book as the streams last told it, so that snapshot and changes fit together. */
  bookOf(profile: MarketProfile, depth: number): SimulatedBook;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

type Endpoint = (context: RestContext, query: URLSearchParams) => unknown;

const MAXIMUM_KLINES = 1000;
const MAXIMUM_TRADES = 1000;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  "/api/v3/ping": () => ({}),
  "/api/v3/time": (context) => ({serverTime: toldTime(context)}),
  "/api/v3/exchangeInfo": (context) => ({
    timezone: "UTC",
    serverTime: toldTime(context),
    rateLimits: [{rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: 6000}],
    exchangeFilters: [],
    symbols: context.market.profiles.map(symbolInformation)
  }),
  "/api/v3/klines": klines,
  "/api/v3/trades": (context, query) => recentTrades(context, query).map(tradeRow),
  "/api/v3/historicalTrades": (context, query) => tradesById(context, query).map(tradeRow),
  "/api/v3/aggTrades": (context, query) =>
    (query.has("fromId") ? tradesById(context, query) : recentTrades(context, query)).map(aggregateTradeRow),
  "/api/v3/depth": (context, query) =>
    depthRow(context.bookOf(profileOf(context, query), limitOf(query, {usual: 100, most: 5000}))),
  "/simulated/clock": ({clock, market}) => ({
    startAt: clock.startAt,
    startedAt: clock.startedAt,
    speed: clock.speed,
    seed: market.seed
  })
};

export function answerRest(context: RestContext, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (!isPrivatePath(url.pathname)) {
    answer(context, {request, response}, () => answerTo(context, url));
    return;
  }
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => answer(context, {request, response}, () => answerSigned(context, {request, url, body})));
}

function answer(
  {faults}: RestContext,
  {request, response}: {readonly request: IncomingMessage; readonly response: ServerResponse},
  make: () => Answer
): void {
  const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
  const fault = faults.takeHttpFault(path, request.method);
  if (fault !== null) {
    if (fault.isAnswerLost === true) make();
    answerFault(fault.kind, request, response);
    return;
  }
  const {status, body} = make();
  send(response, status, body);
}

function answerTo(context: RestContext, url: URL): Answer {
  const endpoint = ENDPOINTS[url.pathname];
  if (endpoint === undefined)
    return {status: 404, body: JSON.stringify({code: -1, msg: `no such path ${url.pathname}`})};
  return answerOf(() => endpoint(context, url.searchParams));
}

function answerSigned(
  context: RestContext,
  {request, url, body}: {readonly request: IncomingMessage; readonly url: URL; readonly body: string}
): Answer {
  const {accounts, clock, faults, market} = context;
  const signed = [url.search.slice(1), body].filter((part) => part !== "").join("&");
  const apiKey = String(request.headers["x-mbx-apikey"] ?? "");
  const call = {method: request.method ?? "GET", path: url.pathname, signed, apiKey};
  return answerOf(() => answerPrivate({accounts, profiles: market.profiles, clock, faults}, call));
}

function answerOf(endpoint: () => unknown): Answer {
  try {
    return {status: 200, body: JSON.stringify(endpoint())};
  } catch (error) {
    if (error instanceof BadRequest) return {status: 400, body: JSON.stringify({code: error.code, msg: error.message})};
    throw error;
  }
}

function toldTime({clock, faults}: RestContext): number {
  return clock.now() + faults.clockSkewMs;
}

function profileOf({market}: RestContext, query: URLSearchParams): MarketProfile {
  const profile = market.profiles.find((entry) => marketId(entry) === query.get("symbol"));
  if (profile === undefined) throw new BadRequest(-1121, "Invalid symbol.");
  return profile;
}

function limitOf(query: URLSearchParams, {usual, most}: {usual: number; most: number}): number {
  return Math.max(1, Math.min(most, Number(query.get("limit") ?? usual) || usual));
}

/** Candles that have begun, the last of them still running, as Binance gives them. */
function klines(context: RestContext, query: URLSearchParams): unknown {
  const {symbol} = profileOf(context, query);
  const interval = query.get("interval") ?? "";
  if (!isTimeframe(interval) || interval === "1s") throw new BadRequest(-1120, "Invalid interval.");
  const {from, before} = klineRange(context, query, interval);
  const now = context.clock.now();
  const running = candleOpenTime(interval, now);
  const whole = context.market.candles({symbol, timeframe: interval, from, before: Math.min(before, running)});
  const candles = Array.from({length: whole.length}, (_, index) => candleAt(whole, index));
  const open = from <= running && running < before ? context.market.openCandle(symbol, interval, now) : null;
  if (open !== null) candles.push(open);
  return candles.flatMap((candle) => {
    const published = context.faults.published(symbol, interval, candle);
    return published === null ? [] : [klineRow(published)];
  });
}

function klineRange({clock}: RestContext, query: URLSearchParams, interval: Timeframe) {
  const length = timeframeMs(interval);
  const span = limitOf(query, {usual: 500, most: MAXIMUM_KLINES}) * length;
  const last = candleOpenTime(interval, Math.min(Number(query.get("endTime") ?? clock.now()), clock.now()));
  const start = query.get("startTime");
  if (start === null) return {from: last + length - span, before: last + length};
  // Binance counts its page from the first candle at or after the start, wherever that is.
  const from = candleOpenTime(interval, Math.max(Number(start), GENESIS_MS) + length - 1);
  return {from, before: Math.min(from + span, last + length)};
}

function recentTrades(context: RestContext, query: URLSearchParams) {
  const {symbol} = profileOf(context, query);
  const limit = limitOf(query, {usual: 500, most: MAXIMUM_TRADES});
  const now = context.clock.now();
  const start = query.get("startTime");
  if (start !== null) {
    const from = Number(start);
    const before = Math.min(now, Number(query.get("endTime") ?? from + 3_600_000) + 1);
    const trades = context.market.trades({symbol, from, before});
    return trades.filter(({time}) => !context.faults.isQuiet(symbol, time)).slice(0, limit);
  }
  let reach = 600_000;
  let trades = context.market.trades({symbol, from: now - reach, before: now});
  while (trades.length < limit && reach < 86_400_000) {
    reach *= 4;
    trades = context.market.trades({symbol, from: now - reach, before: now});
  }
  return trades.slice(-limit);
}

function tradesById(context: RestContext, query: URLSearchParams) {
  const {symbol} = profileOf(context, query);
  const limit = limitOf(query, {usual: 500, most: MAXIMUM_TRADES});
  const now = context.clock.now();
  return context.market
    .tradesFromId({symbol, firstId: Number(query.get("fromId") ?? 0), limit})
    .filter(({time}) => time < now && !context.faults.isQuiet(symbol, time));
}

function send(response: ServerResponse, status: number, body: string): void {
  const isJson = !body.startsWith("<");
  response.writeHead(status, {
    "content-type": isJson ? "application/json;charset=UTF-8" : "text/html",
    "x-mbx-used-weight-1m": "2",
    ...(status === 418 || status === 429 ? {"retry-after": "1"} : {})
  });
  response.end(body);
}

const BROKEN_BODIES = {
  garbage: '{"a":',
  html: "<html>maintenance</html>",
  "empty-body": "",
  "empty-list": "[]"
} as const;

function answerFault(fault: HttpFaultKind, request: IncomingMessage, response: ServerResponse): void {
  if (typeof fault === "number") send(response, fault, faultBody(fault));
  else if (fault === "reset") request.socket.destroy();
  else if (fault === "truncated") {
    response.writeHead(200, {"content-type": "application/json", "content-length": "1000"});
    response.write("[[1,", () => request.socket.destroy());
  } else if (fault !== "hang") send(response, 200, BROKEN_BODIES[fault]);
}

function faultBody(status: number): string {
  switch (status) {
    case 418:
      return JSON.stringify({code: -1003, msg: "Way too much request weight used; IP banned."});
    case 429:
      return JSON.stringify({code: -1003, msg: "Too much request weight used."});
    case 503:
      return JSON.stringify({code: -1, msg: "Service unavailable."});
    default:
      return `<html><body>${status}</body></html>`;
  }
}
