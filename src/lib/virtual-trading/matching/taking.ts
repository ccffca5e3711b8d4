/**
 * Orders that take: market orders walk the other side of the book, limits take it up to their price. Without a book a
 * market order takes the last trade price; inside a candle both take the price of the moment.
 */
import {add, compare, type Decimal, decimal, minimum, sign, subtract, toNumber, ZERO} from "../../core/decimal.js";
import type {LiquiditySide} from "../../vocabulary/order.js";
import {exactImpact, impactOf} from "../models/market-impact.js";
import {remaining, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import {AFTER_TAKING} from "../order-terms.js";
import type {Reason} from "../rejection.js";
import {slippedPrice} from "../slippage.js";
import {protectionBound} from "./arrival-checks.js";
import {execute} from "./execution.js";
import {endOrder} from "./order-ending.js";
import {joinQueue} from "./queue-place.js";
import {type Offer, offers, useLevel} from "./shown-liquidity.js";
import {isCandleVenue, isWithin, oppositeLevels, type Venue} from "./venue.js";

/** The order acts as a market order. On candles, between two of them, it waits for the next open. */
export function takeMarket(venue: Venue, order: WorkingOrder, time: number): void {
  if (venue.instant !== null) takeAtInstant(venue, order, null);
  else if (isCandleVenue(venue)) return;
  else if (venue.feeds.books) walk(venue, order, {time, bound: protectionBound(venue, order)});
  else takeLast(venue, order, time);
  if (!isOpen(order.state)) return;
  // With nothing on the other side there is no remainder to speak of, whatever the time in force.
  const isEmpty = venue.feeds.books && oppositeLevels(venue, order.side).length === 0;
  leaveRest(venue, order, {answer: isEmpty ? "no-liquidity" : AFTER_TAKING.market[order.request.tif], time});
}

/** The order acts as a limit order: takes what it can, then rests or, by its time in force, ends. */
export function placeLimit(venue: Venue, order: WorkingOrder, time: number): void {
  if (venue.instant === null && isCandleVenue(venue)) return;
  if (order.request.postOnly && wouldTake(venue, order)) {
    // One that was moved here may hold fills: what has traded cannot be refused any more, only its rest.
    const kind = sign(order.filled) > 0 ? "canceled" : "rejected";
    endOrder(venue, order, {kind, reason: "post-only-would-take", time});
    return;
  }
  if (venue.instant === null) walk(venue, order, {time, bound: order.limit});
  else if (wouldTake(venue, order)) takeAtInstant(venue, order, order.limit);
  if (!isOpen(order.state)) return;
  leaveRest(venue, order, {answer: AFTER_TAKING.limit[order.request.tif], time});
}

function leaveRest(
  venue: Venue,
  order: WorkingOrder,
  {answer, time}: {readonly answer: Reason | "rests"; readonly time: number}
): void {
  if (answer !== "rests") endOrder(venue, order, {kind: "canceled", reason: answer, time});
  else if (venue.instant === null) joinQueue(venue, order);
}

/** Whether a limit order would meet the other side at once; inside a candle, the price of the moment. */
export function wouldTake(venue: Venue, order: WorkingOrder): boolean {
  if (order.limit === null) return false;
  const price = venue.instant === null ? oppositeLevels(venue, order.side)[0]?.[0] : venue.instant.price;
  return price !== undefined && isWithin(order.side, price, order.limit);
}

interface Walk {
  readonly time: number;
  /** The worst price to take. */
  readonly bound: number | null;
}

function walk(venue: Venue, order: WorkingOrder, {time, bound}: Walk): void {
  const reachable = offers(venue, order.side, bound);
  if (order.request.tif === "FOK" && compare(total(reachable), remaining(order)) < 0) {
    endOrder(venue, order, {kind: "canceled", reason: "fok-unfillable", time});
    return;
  }
  for (const {price, available} of reachable) {
    if (!isOpen(order.state)) return;
    const amount = execute(venue, order, {price: decimal(price), amount: available, liquidity: "taker", time});
    useLevel(venue, order.side, {price, amount});
  }
}

function total(found: readonly Offer[]): Decimal {
  return found.reduce((sum, {available}) => add(sum, available), ZERO);
}

function takeLast(venue: Venue, order: WorkingOrder, time: number): void {
  if (venue.last === null) return;
  const amount = remaining(order);
  const impact = orderImpact(venue, {amount, price: venue.last});
  if (impact === null) {
    endOrder(venue, order, {kind: "canceled", reason: "no-estimate", time});
    return;
  }
  const fill = {side: order.side, price: venue.last, limit: null, impact};
  const price = slippedPrice(venue.model.slippage, venue.instrument, fill);
  execute(venue, order, {price, amount, liquidity: "taker", time});
}

/** Takes the price of the moment, slipped, but never beyond `limit`. */
function takeAtInstant(venue: Venue, order: WorkingOrder, limit: number | null): void {
  const {instant} = venue;
  if (instant === null) return;
  if (order.request.tif === "FOK" && instant.budget !== null && compare(instant.budget, remaining(order)) < 0) {
    endOrder(venue, order, {kind: "canceled", reason: "fok-unfillable", time: instant.time});
    return;
  }
  const amount = instant.budget === null ? remaining(order) : minimum(remaining(order), instant.budget);
  if (sign(amount) <= 0) return;
  const impact = orderImpact(venue, {amount, price: instant.price});
  if (impact === null) {
    endOrder(venue, order, {kind: "canceled", reason: "no-estimate", time: instant.time});
    return;
  }
  const fill = {side: order.side, price: instant.price, limit, impact};
  const price = slippedPrice(venue.model.slippage, venue.instrument, fill);
  fillAtInstant(venue, order, {price, liquidity: "taker"});
}

/** What taking so much moves the price by; null when that cannot be estimated yet. */
function orderImpact(
  venue: Venue,
  {amount, price}: {readonly amount: Decimal; readonly price: number}
): Decimal | null {
  const {impact: model} = venue.model;
  if (model.model === "none") return ZERO;
  const volume = venue.instant?.volume ?? null;
  const fraction = impactOf({model, amount: toNumber(amount), price, volume, estimate: venue.estimate});
  return fraction === null ? null : exactImpact(fraction);
}

/** One fill inside a candle, within what the candle's volume still allows. */
export function fillAtInstant(
  venue: Venue,
  order: WorkingOrder,
  {price, liquidity}: {readonly price: Decimal; readonly liquidity: LiquiditySide}
): void {
  const {instant} = venue;
  if (instant === null) return;
  const {budget, time} = instant;
  const amount = budget === null ? remaining(order) : minimum(remaining(order), budget);
  if (sign(amount) <= 0) return;
  const filled = execute(venue, order, {price, amount, liquidity, time});
  if (budget !== null) instant.budget = subtract(budget, filled);
}
