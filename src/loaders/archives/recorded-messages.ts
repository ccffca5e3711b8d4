/**
 * Messages of public WebSockets as they were recorded, one a line, perhaps after the nanoseconds of their receipt:
 * Binance's streams, Bybit's and Hyperliquid's. What is no market data (subscriptions, pings) gives nothing.
 */
import {toMilliseconds} from "./candle-layout.js";
import type {BookChangeRecord, BookRecord, QuoteRecord, TradeRecord} from "./record-sink.js";

export type Recorded =
  | {readonly kind: "trade"; readonly record: TradeRecord}
  | {readonly kind: "book"; readonly record: BookRecord}
  | {readonly kind: "change"; readonly record: BookChangeRecord}
  | {readonly kind: "quote"; readonly record: QuoteRecord};

export interface RecordedMessage {
  /** As the venue writes it; null where the message does not say. */
  readonly symbol: string | null;
  readonly records: readonly Recorded[];
}

interface Receipt {
  /** Epoch milliseconds; NaN where the recording does not say. */
  readonly receivedAt: number;
  readonly now: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Levels = readonly (readonly [number, number])[];

/** Null for a line that is no message: cut off, or something else. */
export function parseRecorded(line: string, now: number): RecordedMessage | null {
  const brace = line.indexOf("{");
  const stamp = brace > 0 ? Number(line.slice(0, brace)) : Number.NaN;
  const message = brace < 0 ? null : parsed(line.slice(brace));
  if (message === null) return null;
  const receipt = {receivedAt: toMilliseconds(Float64Array.of(stamp))[0] ?? Number.NaN, now};
  if (typeof message.topic === "string") return bybitMessage(message.topic, message, receipt);
  if (typeof message.channel === "string") return hyperliquidMessage(message.channel, message.data, receipt);
  return binanceMessage(isFields(message.data) ? message.data : message, receipt);
}

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function binanceMessage(data: Fields, receipt: Receipt): RecordedMessage {
  const symbol = typeof data.s === "string" ? data.s : null;
  if (data.lastUpdateId !== undefined) return {symbol, records: [binanceBook(data, receipt)]};
  if (data.e === "depthUpdate") return {symbol, records: [binanceChange(data, receipt)]};
  if (data.e === "trade" || data.e === "aggTrade") {
    const taker = data.m === true ? ("sell" as const) : ("buy" as const);
    const trade = {id: data.e === "trade" ? data.t : data.a, time: data.T, price: data.p, amount: data.q, taker};
    return {symbol, records: tradesFrom([trade], receipt)};
  }
  if (data.u !== undefined && data.b !== undefined && data.a !== undefined)
    return {symbol, records: [binanceQuote(data, receipt)]};
  return {symbol, records: []};
}

function binanceBook(data: Fields, receipt: Receipt): Recorded {
  const times = timesOf(data.T ?? data.E, receipt);
  const sides = {bids: levels(data.bids), asks: levels(data.asks)};
  return {kind: "book", record: {...times, sequence: Number(data.lastUpdateId), ...sides}};
}

function binanceChange(data: Fields, receipt: Receipt): Recorded {
  const ids = {
    firstUpdate: numberOrNull(data.U),
    lastUpdate: Number(data.u),
    previousUpdate: numberOrNull(data.pu)
  };
  const sides = {bids: levels(data.b), asks: levels(data.a)};
  return {kind: "change", record: {...timesOf(data.E, receipt), ...ids, ...sides}};
}

function binanceQuote(data: Fields, receipt: Receipt): Recorded {
  const best = {bid: Number(data.b), bidAmount: Number(data.B), ask: Number(data.a), askAmount: Number(data.A)};
  return {kind: "quote", record: {...timesOf(data.T ?? data.E, receipt), sequence: Number(data.u), ...best}};
}

function bybitMessage(topic: string, message: Fields, receipt: Receipt): RecordedMessage {
  const [channel = "", ...rest] = topic.split(".");
  const symbol = rest.at(-1) ?? null;
  if (channel === "publicTrade" && Array.isArray(message.data)) {
    const trades = message.data.filter(isFields).map(({i, T, p, v, S}) => ({
      ...{id: i, time: T, price: p, amount: v},
      taker: S === "Sell" ? ("sell" as const) : ("buy" as const)
    }));
    return {symbol, records: tradesFrom(trades, receipt)};
  }
  if (channel !== "orderbook" || !isFields(message.data)) return {symbol, records: []};
  const {data} = message;
  const times = timesOf(message.ts, receipt);
  const sides = {bids: levels(data.b), asks: levels(data.a)};
  const update = Number(data.u);
  if (message.type === "snapshot")
    return {symbol, records: [{kind: "book", record: {...times, sequence: update, ...sides}}]};
  const ids = {firstUpdate: update, lastUpdate: update, previousUpdate: null};
  return {symbol, records: [{kind: "change", record: {...times, ...ids, ...sides}}]};
}

function hyperliquidMessage(channel: string, data: unknown, receipt: Receipt): RecordedMessage {
  if (channel === "l2Book" && isFields(data) && Array.isArray(data.levels)) {
    const [bids, asks] = data.levels.map((side) => levels((side as Fields[]).map(({px, sz}) => [px, sz])));
    const sides = {bids: bids ?? [], asks: asks ?? []};
    const record = {...timesOf(data.time, receipt), sequence: null, ...sides};
    return {symbol: String(data.coin), records: [{kind: "book", record}]};
  }
  if (channel !== "trades" || !Array.isArray(data)) return {symbol: null, records: []};
  const trades = data.filter(isFields).map(({tid, time, px, sz, side}) => ({
    ...{id: tid, time, price: px, amount: sz},
    // A and B name the side of the book that the taker took from and gave to: B bought.
    taker: side === "A" ? ("sell" as const) : ("buy" as const)
  }));
  return {symbol: coinOf(data), records: tradesFrom(trades, receipt)};
}

function coinOf(trades: readonly unknown[]): string | null {
  const [first] = trades;
  return isFields(first) && typeof first.coin === "string" ? first.coin : null;
}

interface GivenTrade {
  readonly id: unknown;
  readonly time: unknown;
  readonly price: unknown;
  readonly amount: unknown;
  readonly taker: "buy" | "sell";
}

function tradesFrom(trades: readonly GivenTrade[], receipt: Receipt): Recorded[] {
  return trades.flatMap(({id, time, price, amount, taker}) => {
    const [paid, size] = [Number(price), Number(amount)];
    if (!(paid > 0 && size > 0)) return [];
    const record = {...timesOf(time, receipt), tradeId: String(id), price: paid, amount: size, takerSide: taker};
    return [{kind: "trade" as const, record}];
  });
}

/** The market's time, or the receipt's where the message has none. */
function timesOf(given: unknown, {receivedAt, now}: Receipt): {time: number; recordedAt: number} {
  const time = typeof given === "number" ? given : receivedAt;
  return {time, recordedAt: receivedAt >= time ? receivedAt : Math.max(now, time)};
}

function levels(given: unknown): Levels {
  if (!Array.isArray(given)) return [];
  return given.map((level: readonly unknown[]) => [Number(level[0]), Number(level[1])] as const);
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
