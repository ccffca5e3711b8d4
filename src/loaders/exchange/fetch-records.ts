/** Trades, funding rates, open interest and books from an exchange, each as far as the exchange offers it. */
import type {Exchange, OpenInterest, Trade} from "ccxt";
import {OperatingError} from "../../lib/core/operating-error.js";
import {HOUR_MS} from "../../lib/core/time.js";
import type {BookRecord, FundingRecord, OpenInterestRecord, TradeRecord} from "../database/market-record-store.js";
import type {ExchangeConnection} from "./open-exchange.js";
import {askWithRetry} from "./retry-exchange.js";

export interface RecordRequest {
  readonly symbol: string;
  /** Times in [from, before). */
  readonly from: number;
  readonly before: number;
}

const PAGE = 1_000;
/** Exchanges that keep a history of open interest give at most this many at once. */
const OPEN_INTEREST_PAGE = 200;
/** Where a page of trades is empty, this much time is passed over. */
const EMPTY_SPAN_MS = HOUR_MS;

/** Pages of trades in order, each trade once. @throws OperatingError EXCHANGE_NOT_SUPPORTED or of a failure. */
export async function* fetchTrades(
  connection: ExchangeConnection,
  {symbol, from, before}: RecordRequest
): AsyncGenerator<readonly TradeRecord[]> {
  assertOffered(connection, "fetchTrades");
  let since = from;
  let newestIds = new Set<string>();
  while (since < before) {
    const answer = await ask(connection, `trades of ${symbol}`, (client) => client.fetchTrades(symbol, since, PAGE));
    const recordedAt = connection.now();
    const fresh = answer
      .map((trade) => tradeRecord(trade, recordedAt))
      .filter((trade): trade is TradeRecord => trade !== null && !newestIds.has(trade.tradeId))
      .filter(({time}) => time >= since && time < before);
    const newest = fresh.at(-1)?.time;
    if (newest === undefined) {
      const isBeyond = answer.some(({timestamp}) => Number(timestamp) >= before);
      if (isBeyond || since + EMPTY_SPAN_MS > connection.now()) return;
      // A page of nothing but known trades is left by one millisecond, an empty one by more.
      since += answer.length > 0 ? 1 : EMPTY_SPAN_MS;
      newestIds = new Set();
      continue;
    }
    yield fresh;
    // The next page begins within the same millisecond: what is known of it is left out.
    newestIds = new Set(fresh.filter(({time}) => time === newest).map(({tradeId}) => tradeId));
    since = newest;
  }
}

/** Settled funding rates of a perpetual contract, in order. */
export async function fetchFunding(
  connection: ExchangeConnection,
  {symbol, from, before}: RecordRequest
): Promise<FundingRecord[]> {
  assertOffered(connection, "fetchFundingRateHistory");
  const records: FundingRecord[] = [];
  for (let since = from; since < before; ) {
    const rates = await ask(connection, `funding of ${symbol}`, (client) =>
      client.fetchFundingRateHistory(symbol, since, PAGE)
    );
    const fresh = rates.filter(({timestamp}) => Number(timestamp) >= since && Number(timestamp) < before);
    for (const {timestamp, fundingRate} of fresh) {
      const time = Number(timestamp);
      const previous = records.at(-1)?.time;
      const intervalHours = previous === undefined ? 8 : Math.max(1, Math.round((time - previous) / HOUR_MS));
      records.push({time, recordedAt: connection.now(), rate: Number(fundingRate), intervalHours});
    }
    const newest = fresh.at(-1)?.timestamp;
    if (newest === undefined) break;
    since = Number(newest) + 1;
  }
  // The first rate has none before it: its interval is that of the next.
  const [first, second] = records;
  if (first !== undefined && second !== undefined) records[0] = {...first, intervalHours: second.intervalHours};
  return records;
}

/** Open interest of a range by the hour, as far back as the exchange remembers; where it keeps none, as it is now. */
export async function fetchOpenInterestHistory(
  connection: ExchangeConnection,
  {symbol, from, before}: RecordRequest
): Promise<OpenInterestRecord[]> {
  if (connection.client.has.fetchOpenInterestHistory !== true) return [await fetchOpenInterest(connection, symbol)];
  const records: OpenInterestRecord[] = [];
  for (let since = from; since < before; ) {
    const answer = await ask(connection, `open interest of ${symbol}`, (client) =>
      client.fetchOpenInterestHistory(symbol, "1h", since, OPEN_INTEREST_PAGE)
    );
    const recordedAt = connection.now();
    const fresh = answer
      .map((entry) => openInterestRecord(entry, recordedAt))
      .filter(({time, amount}) => time >= since && time < before && amount >= 0);
    records.push(...fresh);
    const newest = fresh.at(-1)?.time;
    if (newest === undefined) break;
    since = newest + 1;
  }
  return records;
}

/** Open interest as it is now. */
export async function fetchOpenInterest(connection: ExchangeConnection, symbol: string): Promise<OpenInterestRecord> {
  assertOffered(connection, "fetchOpenInterest");
  const answer = await ask(connection, `open interest of ${symbol}`, (client) => client.fetchOpenInterest(symbol));
  return openInterestRecord(answer, connection.now());
}

function openInterestRecord(answer: OpenInterest, recordedAt: number): OpenInterestRecord {
  const {timestamp, openInterestAmount, openInterestValue} = answer;
  return {
    time: Number(timestamp ?? recordedAt),
    recordedAt,
    amount: Number(openInterestAmount),
    value: openInterestValue === undefined ? null : Number(openInterestValue)
  };
}

/** The book as it is now, `depth` levels a side. */
export async function fetchBook(
  connection: ExchangeConnection,
  {symbol, depth}: {readonly symbol: string; readonly depth: number}
): Promise<BookRecord> {
  assertOffered(connection, "fetchOrderBook");
  const book = await ask(connection, `the book of ${symbol}`, (client) => client.fetchOrderBook(symbol, depth));
  const recordedAt = connection.now();
  const levels = (side: readonly (readonly (number | undefined)[])[]) =>
    side.slice(0, depth).map(([price, amount]) => [Number(price), Number(amount)] as const);
  return {
    time: Number(book.timestamp ?? recordedAt),
    recordedAt,
    sequence: book.nonce ?? null,
    bids: levels(book.bids),
    asks: levels(book.asks)
  };
}

function ask<Answer>(connection: ExchangeConnection, asked: string, question: (client: Exchange) => Promise<Answer>) {
  const {name, client, retry} = connection;
  return askWithRetry({exchange: name, asked, ask: () => question(client)}, retry);
}

function assertOffered({client, name}: ExchangeConnection, method: string): void {
  if (client.has[method] === true || client.has[method] === "emulated") return;
  throw new OperatingError(`${name} does not offer ${method.replace("fetch", "")}.`, {
    code: "EXCHANGE_NOT_SUPPORTED",
    details: {exchange: name, method}
  });
}

function tradeRecord({id, timestamp, price, amount, side}: Trade, recordedAt: number): TradeRecord | null {
  const time = Number(timestamp);
  if (!(time > 0 && Number(price) > 0 && Number(amount) > 0)) return null;
  const takerSide = side === "buy" || side === "sell" ? side : null;
  const tradeId = String(id ?? `${time}:${price}:${amount}:${side}`);
  return {time, recordedAt, tradeId, price: Number(price), amount: Number(amount), takerSide};
}
