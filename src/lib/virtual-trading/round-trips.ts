/** Turns fills into round trips: from flat to flat, at average prices. A fill that turns the position round ends one and begins the next. */
import {
  add,
  compare,
  type Decimal,
  divide,
  minimum,
  multiply,
  sign,
  subtract,
  toNumber,
  ZERO
} from "../core/decimal.js";
import type {OrderSide} from "../vocabulary/order.js";

export interface TripFill {
  readonly side: OrderSide;
  readonly time: number;
  readonly price: Decimal;
  /** What the position changes by: less than the order's fill where the fee is taken in base units. */
  readonly amount: Decimal;
  /** In quote units. */
  readonly fee: Decimal;
  readonly tag: string | null;
  readonly reason: string;
}

export interface RoundTrip {
  readonly side: "long" | "short";
  /** Null for a position that was held before. */
  readonly entryTime: number | null;
  readonly exitTime: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly amount: number;
  readonly fees: number;
  /** After fees, in quote units. */
  readonly profit: number;
  /** `profit` over the value at entry. */
  readonly profitRatio: number;
  readonly reason: string;
  readonly tag: string | null;
}

export interface OpenTrip {
  side: OrderSide;
  entryTime: number | null;
  entryAmount: Decimal;
  entryValue: Decimal;
  exitAmount: Decimal;
  exitValue: Decimal;
  fees: Decimal;
  tag: string | null;
}

export interface TripTracker {
  open: OpenTrip | null;
}

const SHARE_SCALE = 24;

export function heldTrip(side: OrderSide, amount: Decimal, averagePrice: Decimal): OpenTrip {
  const trip = newTrip(side, null, null);
  trip.entryAmount = amount;
  trip.entryValue = multiply(amount, averagePrice);
  return trip;
}

/** @returns the round trip that the fill ends, null when it ends none. */
export function trackFill(tracker: TripTracker, fill: TripFill): RoundTrip | null {
  tracker.open ??= newTrip(fill.side, fill.time, fill.tag);
  const trip = tracker.open;
  if (trip.side === fill.side) {
    trip.entryAmount = add(trip.entryAmount, fill.amount);
    trip.entryValue = add(trip.entryValue, multiply(fill.price, fill.amount));
    trip.fees = add(trip.fees, fill.fee);
    return null;
  }
  const closing = minimum(fill.amount, subtract(trip.entryAmount, trip.exitAmount));
  const isWhole = compare(closing, fill.amount) === 0;
  const fee = isWhole ? fill.fee : shareOf(fill.fee, closing, fill.amount);
  trip.exitAmount = add(trip.exitAmount, closing);
  trip.exitValue = add(trip.exitValue, multiply(fill.price, closing));
  trip.fees = add(trip.fees, fee);
  if (compare(trip.exitAmount, trip.entryAmount) !== 0) return null;
  tracker.open = null;
  if (!isWhole) {
    trackFill(tracker, {...fill, amount: subtract(fill.amount, closing), fee: subtract(fill.fee, fee)});
  }
  return closedTrip(trip, fill);
}

function newTrip(side: OrderSide, entryTime: number | null, tag: string | null): OpenTrip {
  return {
    side,
    entryTime,
    entryAmount: ZERO,
    entryValue: ZERO,
    exitAmount: ZERO,
    exitValue: ZERO,
    fees: ZERO,
    tag
  };
}

function shareOf(fee: Decimal, part: Decimal, whole: Decimal): Decimal {
  return divide(multiply(fee, part), whole, {scale: SHARE_SCALE, rounding: "half-up"});
}

function closedTrip(trip: OpenTrip, last: TripFill): RoundTrip {
  const gross =
    trip.side === "buy" ? subtract(trip.exitValue, trip.entryValue) : subtract(trip.entryValue, trip.exitValue);
  const profit = subtract(gross, trip.fees);
  const price = (value: Decimal): number =>
    toNumber(divide(value, trip.entryAmount, {scale: SHARE_SCALE, rounding: "half-up"}));
  return {
    side: trip.side === "buy" ? "long" : "short",
    entryTime: trip.entryTime,
    exitTime: last.time,
    entryPrice: price(trip.entryValue),
    exitPrice: price(trip.exitValue),
    amount: toNumber(trip.entryAmount),
    fees: toNumber(trip.fees),
    profit: toNumber(profit),
    profitRatio: sign(trip.entryValue) === 0 ? 0 : toNumber(profit) / toNumber(trip.entryValue),
    reason: last.reason,
    tag: trip.tag
  };
}
