/** Entry orders of the rule set next-open-all-in: where in a candle they fill, and how much they buy. */

import type {OrderSide, OrderType} from "../../vocabulary/order.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {OrderState} from "../order-lifecycle.js";
import type {Reason} from "../rejection.js";
import type {OrderResult} from "../simulate/result.js";
import type {Direction, Moment} from "./next-open-account.js";

export interface Entry {
  readonly id: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  /** Null: a share of the free cash. */
  amount: number | null;
  readonly fraction: number;
  limit: number | null;
  /** Null once it was reached. */
  stop: number | null;
  stopLoss: number | null;
  takeProfit: number | null;
  readonly tag: string | null;
  /** The smaller the older, set when it is sent. */
  age: number;
  state: OrderState;
  reason: Reason | null;
  filled: number;
  price: number | null;
  triggered: boolean;
}

/** An order without an amount or a fraction uses everything but the last bit of the free cash. */
export const ALL_IN = 1 - 2 ** -52;

export function directionOf(entry: {readonly side: OrderSide}): Direction {
  return entry.side === "buy" ? 1 : -1;
}

export interface EntryFill extends Moment {
  readonly kind: "market" | "stop" | "limit";
}

export interface EntryCandle {
  readonly index: number;
  readonly candle: MatchedCandle;
  readonly previous: MatchedCandle | null;
  /** Whether market orders fill at the close of the candle before. */
  readonly fillsAtClose: boolean;
}

/** Where the entry fills in the candle, before spread; null when it does not. A stop that is reached is gone. */
export function entryFill(entry: Entry, at: EntryCandle): EntryFill | null {
  const {candle, index} = at;
  const isBuy = entry.side === "buy";
  const stop = entry.stop;
  if (stop !== null) {
    if (isBuy ? candle.high < stop : candle.low > stop) return null;
    entry.stop = null;
    entry.triggered = true;
  }
  if (entry.limit !== null) return limitFill(entry, at, stop);
  if (stop === null) return marketFill(at);
  const price = isBuy ? Math.max(candle.open, stop) : Math.min(candle.open, stop);
  return {kind: "stop", price, index, time: price === candle.open ? candle.openTime : candle.closeTime};
}

export function marketFill({candle, previous, index, fillsAtClose}: EntryCandle): EntryFill {
  if (fillsAtClose && previous !== null) {
    return {kind: "market", price: previous.close, index: index - 1, time: previous.closeTime};
  }
  return {kind: "market", price: candle.open, index, time: candle.openTime};
}

function limitFill(entry: Entry, {candle, index}: EntryCandle, stop: number | null): EntryFill | null {
  const limit = entry.limit ?? 0;
  const isBuy = entry.side === "buy";
  if (isBuy ? candle.low > limit : candle.high < limit) return null;
  // In the candle that reaches the stop the limit counts only if it lies beyond it: else it may have come before.
  if (stop !== null && (isBuy ? limit <= stop : limit >= stop)) return null;
  const from = stop ?? candle.open;
  const price = isBuy ? Math.min(from, limit) : Math.max(from, limit);
  const time = stop === null && price === candle.open ? candle.openTime : candle.closeTime;
  return {kind: "limit", price, index, time};
}

/** Whether stop-loss, price and take-profit lie in the order that the side needs. */
export function isBracketInOrder(entry: Entry, price: number): boolean {
  const {stopLoss, takeProfit} = entry;
  const [below, above] = entry.side === "buy" ? [stopLoss, takeProfit] : [takeProfit, stopLoss];
  return (below ?? Number.NEGATIVE_INFINITY) < price && price < (above ?? Number.POSITIVE_INFINITY);
}

/** Whether a stop entry's target, but not its stop-loss, is reached in the candle of the entry. */
export function isOnlyTargetReached(entry: Entry, {high, low}: MatchedCandle): boolean {
  const {stopLoss, takeProfit} = entry;
  if (takeProfit === null) return false;
  if (entry.side === "buy") return takeProfit <= high && (stopLoss ?? Number.NEGATIVE_INFINITY) < low;
  return takeProfit >= low && (stopLoss ?? Number.POSITIVE_INFINITY) > high;
}

export function entryResult(entry: Entry, stop: number | null): OrderResult {
  return {
    id: entry.id,
    side: entry.side,
    type: entry.type,
    state: entry.state,
    reason: entry.reason,
    amount: entry.amount,
    filled: entry.filled,
    remaining: entry.amount === null ? null : entry.amount - entry.filled,
    averagePrice: entry.filled === 0 ? null : entry.price,
    fee: 0,
    liquidity: entry.filled === 0 ? null : "taker",
    limit: entry.limit,
    stop,
    triggered: entry.triggered
  };
}
