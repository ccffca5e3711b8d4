/**
 * One instrument at the broker: its venue, what is on the way to it, and its clock. Messages (orders, cancels, changes)
 * reach the venue after their latency, between the data that comes before and after them.
 */
import {toNumber} from "../core/decimal.js";
import type {CandlePolicy, PolicyMemory} from "./candle-policies/candle-policy.js";
import {balance} from "./ledger.js";
import {onBook, onLastPrice, onTrade} from "./matching/book-matching.js";
import {expireBefore, type MatchedCandle, onCandle} from "./matching/candle-matching.js";
import {liquidateAt, touchesLiquidation} from "./matching/liquidation.js";
import {cancel, enter, modify, type OrderChanges, startChildren} from "./matching/order-entry.js";
import {isQuietCandle} from "./matching/quiet-candle.js";
import {type Book, isCandleVenue, type TradePrint, type Venue} from "./matching/venue.js";
import {observeCandle} from "./models/market-estimate.js";
import {isEnded} from "./order-lifecycle.js";
import {accountsOf, holdingOf} from "./portfolio.js";
import type {Reason} from "./rejection.js";

export interface Message {
  /** When it reaches the venue. */
  readonly at: number;
  readonly kind: "order" | "cancel" | "modify";
  readonly orderId: string;
  readonly changes: OrderChanges;
}

/** What became of a cancel or a change. */
export interface Answer {
  readonly message: Message;
  readonly reason: Reason | null;
}

export interface Desk {
  readonly venue: Venue;
  /** Null: papertape-1. */
  readonly policy: CandlePolicy | null;
  readonly memory: PolicyMemory;
  /** Sorted by arrival, orders before actions at the same time. */
  messages: Message[];
  answers: Answer[];
  /** The time that the venue has reached. */
  now: number;
  /** Close time of the last candle, or time of the last trade or book; null before any. */
  dataTime: number | null;
  /** Position and its cost as float64, for valuation. */
  held: number;
  cost: number;
}

export function createDesk(venue: Venue, policy: CandlePolicy | null = null): Desk {
  return {
    venue,
    policy,
    memory: {trade: null},
    messages: [],
    answers: [],
    now: Number.NEGATIVE_INFINITY,
    dataTime: null,
    held: 0,
    cost: 0
  };
}

export function sendMessage(desk: Desk, message: Message): void {
  desk.messages.push(message);
  // Stable: what was sent first arrives first among equals.
  desk.messages.sort((a, b) => a.at - b.at || rank(a) - rank(b));
}

function rank({kind}: Message): number {
  return kind === "order" ? 0 : 1;
}

/** A closed candle. With nothing at the venue this is two assignments. */
export function deskCandle(desk: Desk, candle: MatchedCandle): void {
  const {venue} = desk;
  const isAtRisk = venue.margin !== null && desk.held !== 0 && touchesLiquidation(venue, candle);
  if (isAtRisk || venue.orders.size > 0 || desk.messages.length > 0) {
    deliver(desk, (at) => at <= candle.openTime);
    passTime(desk, candle.openTime);
    if (isCandleVenue(venue)) {
      if (desk.policy !== null) desk.policy.candle(venue, candle, desk.memory);
      else if (isAtRisk || !isQuietCandle(venue, candle)) onCandle(venue, candle);
      venue.last = candle.open;
    }
    deliver(desk, (at) => at < candle.closeTime);
    passTime(desk, candle.closeTime);
    if (!isCandleVenue(venue)) onLastPrice(venue, candle.close, candle.closeTime);
  }
  desk.now = Math.max(desk.now, candle.closeTime);
  venue.last = candle.close;
  if (venue.estimate !== null) observeCandle(venue.estimate, candle);
  desk.dataTime = candle.closeTime;
}

export function deskTrade(desk: Desk, trade: TradePrint): void {
  deliver(desk, (at) => at < trade.received);
  passTime(desk, trade.received);
  onTrade(desk.venue, trade);
  liquidateAt(desk.venue, trade.price, trade.received);
  startChildren(desk.venue, trade.received);
  desk.dataTime = trade.received;
}

/** @returns false when the book is older than the one that is known. */
export function deskBook(desk: Desk, book: Book, received: number): boolean {
  deliver(desk, (at) => at < received);
  passTime(desk, received);
  desk.dataTime = received;
  const {venue} = desk;
  if (!onBook(venue, book, received)) return false;
  const way = desk.held > 0 ? book.bids[0] : book.asks[0];
  if (way !== undefined) liquidateAt(venue, way[0], received);
  startChildren(venue, received);
  return true;
}

/**
 * Delivers what has arrived by `time`: called when something was sent. On candles a message that is sent inside a
 * candle arrives once that candle was matched: what happened in it before and after the message is not known.
 */
export function deskTime(desk: Desk, time: number): void {
  const until = isCandleVenue(desk.venue) ? Math.min(time, desk.now) : time;
  deliver(desk, (at) => at <= until);
  passTime(desk, until);
}

function deliver(desk: Desk, isDue: (at: number) => boolean): void {
  for (let next = desk.messages[0]; next !== undefined && isDue(next.at); next = desk.messages[0]) {
    desk.messages.shift();
    passTime(desk, next.at);
    receive(desk, next);
  }
}

function receive({venue, answers, policy}: Desk, message: Message): void {
  const {kind, orderId, changes, at} = message;
  if (kind === "order") {
    const order = venue.orders.get(orderId);
    if (order === undefined || order.state !== "pending") return;
    enter(venue, order, at);
    policy?.arrived(venue, order, at);
    return;
  }
  const reason = kind === "cancel" ? cancel(venue, orderId, at) : modify(venue, {id: orderId, changes}, at);
  answers.push({message, reason});
}

/** Orders whose time has come end once time moves past it: data of that very moment came first. */
function passTime(desk: Desk, time: number): void {
  if (time <= desk.now) return;
  if (desk.venue.orders.size > 0) expireBefore(desk.venue, time);
  desk.now = time;
}

/** Forgets ended orders, and takes the position over for valuation. */
export function settleDesk(desk: Desk): void {
  const {venue} = desk;
  for (const order of venue.orders.values()) if (isEnded(order.state)) venue.orders.delete(order.id);
  const {symbol} = venue.instrument;
  desk.held = toNumber(holdingOf(venue.portfolio, symbol));
  desk.cost = toNumber(balance(venue.portfolio.ledger, accountsOf(symbol).cost));
}
