/** Orders, changes and cancels reaching the market. What is refused leaves everything as it was. */
import {
  compare,
  type Decimal,
  decimal,
  divide,
  minimum,
  multiply,
  ONE,
  add as plus,
  roundToStep,
  sign,
  subtract,
  toNumber,
  ZERO
} from "../../core/decimal.js";
import {isTakeProfit, phase, type WorkingOrder} from "../order.js";
import {advance, isEnded, isOpen} from "../order-lifecycle.js";
import {cashOf} from "../portfolio.js";
import type {Reason} from "../rejection.js";
import {arrivalRefusal, gridRefusal, marketPrice, sizeRefusal} from "./arrival-checks.js";
import {reducible, reservedCash, settleLinks} from "./execution.js";
import {endOrder} from "./order-ending.js";
import {placeLimit, takeMarket, wouldTake} from "./taking.js";
import {followPrice, isReached} from "./triggers.js";
import {isCandleVenue, oppositeLevels, type Venue, watchedPrice} from "./venue.js";
import {venueRates} from "./venue-fees.js";

/** A pending order reaches the market. */
export function arrive(venue: Venue, order: WorkingOrder, time: number): void {
  if (order.state !== "pending") return;
  order.arrivedAt = time;
  order.sequence = venue.nextSequence++;
  if (order.request.expire !== null && order.request.expire < time) {
    endOrder(venue, order, {kind: "expired", reason: "gtd", time});
    return;
  }
  if (order.request.fraction !== null && order.request.amount === null) order.amount = shareOfCash(venue, order, time);
  const refusal = arrivalRefusal(venue, order, time) ?? marketRefusal(venue, order) ?? emptyRefusal(order);
  if (refusal !== null) {
    endOrder(venue, order, {kind: "rejected", reason: refusal, time});
    return;
  }
  if (order.request.reduceOnly) order.amount = minimum(order.amount, reducible(venue, order.side));
  advance(order, "accept");
  venue.outcomes.push({kind: "accepted", orderId: order.id, time});
  act(venue, order, time);
  // A child that starts inside a candle takes part in what is left of it.
  if (venue.instant !== null) order.seen = true;
}

/** A share of the free cash that buys nothing is no order. */
function emptyRefusal(order: WorkingOrder): Reason | null {
  return sign(order.amount) > 0 ? null : "insufficient-funds";
}

/** What of the market itself stands against the order. */
function marketRefusal(venue: Venue, order: WorkingOrder): Reason | null {
  switch (phase(order)) {
    case "market":
      return hasMarket(venue, order) ? null : "no-market";
    case "limit":
      return order.request.postOnly && wouldTake(venue, order) ? "post-only-would-take" : null;
    case "watching": {
      if (isTakeProfit(order) || venue.model.stopInMarket === "trigger") return null;
      const price = watchedPrice(venue, order);
      return price !== null && isReached(order, price) ? "stop-in-market" : null;
    }
  }
}

function hasMarket(venue: Venue, order: WorkingOrder): boolean {
  if (isCandleVenue(venue)) return true;
  return venue.feeds.books ? oppositeLevels(venue, order.side).length > 0 : venue.last !== null;
}

/** The order does what it can at this moment. */
function act(venue: Venue, order: WorkingOrder, time: number): void {
  switch (phase(order)) {
    case "market":
      takeMarket(venue, order, time);
      break;
    case "limit":
      placeLimit(venue, order, time);
      break;
    case "watching": {
      const price = watchedPrice(venue, order);
      if (price === null) return;
      // A trailing stop that comes with a stop price keeps it until the price moves.
      if (order.stop === null || !order.awake) followPrice(venue, order, price);
      else if (isReached(order, price)) trigger(venue, order, time);
    }
  }
}

/** The stop is reached: from here on the order acts as a market or a limit order. */
export function trigger(venue: Venue, order: WorkingOrder, time: number): void {
  advance(order, "trigger");
  order.triggered = true;
  venue.outcomes.push({kind: "triggered", orderId: order.id, time});
  act(venue, order, time);
}

/** Starts the children that fills and endings have put up, until there are none. */
export function startChildren(venue: Venue, time: number): void {
  for (let child = venue.starting.shift(); child !== undefined; child = venue.starting.shift()) {
    if (child.state !== "pending") continue;
    const parent = venue.orders.get(child.request.parent ?? "");
    const filled = parent?.filled ?? ZERO;
    // A parent that ended partly filled has no more to give than that, whatever the child was to have.
    if (!child.hasOwnAmount) child.amount = filled;
    else if (parent?.state !== "filled") child.amount = minimum(child.amount, filled);
    if (parent !== undefined) priceFromFill(venue, child, parent);
    arrive(venue, child, time);
  }
}

/** Sets a price that hangs on the parent's average one, on the grid away from it. */
function priceFromFill(venue: Venue, child: WorkingOrder, parent: WorkingOrder): void {
  const {fromFill, type} = child.request;
  if (fromFill === null || sign(parent.filled) <= 0) return;
  const isAbove = (parent.side === "buy") === fromFill > 0;
  const average = divide(parent.filledValue, parent.filled, {scale: 24, rounding: "half-up"});
  const exact = multiply(average, plus(ONE, decimal(isAbove ? Math.abs(fromFill) : -Math.abs(fromFill))));
  const step = venue.instrument.priceIncrement;
  const price = toNumber(step === null ? exact : roundToStep(exact, step, isAbove ? "ceil" : "floor"));
  if (type === "limit") child.limit = price;
  else child.stop = price;
}

/** An order is sent: a child of an order that has not been filled waits, anything else arrives. */
export function enter(venue: Venue, order: WorkingOrder, time: number): void {
  order.isSent = true;
  const parent = order.request.parent === null ? undefined : venue.orders.get(order.request.parent);
  if (parent === undefined) arrive(venue, order, time);
  else if (isEnded(parent.state)) joinEndedParent(venue, order, {parent, time});
  startChildren(venue, time);
}

function joinEndedParent(
  venue: Venue,
  order: WorkingOrder,
  {parent, time}: {readonly parent: WorkingOrder; readonly time: number}
): void {
  if (sign(parent.filled) > 0) venue.starting.push(order);
  else if (parent.state === "rejected") endOrder(venue, order, {kind: "rejected", reason: "parent-rejected", time});
  else endOrder(venue, order, {kind: "canceled", reason: "parent-canceled", time});
}

/** @returns null when done, else why not. */
export function cancel(venue: Venue, id: string, time: number): Reason | null {
  const order = venue.orders.get(id);
  if (order === undefined || !isReachable(order)) return "not-open";
  endOrder(venue, order, {kind: "canceled", reason: "user", time});
  startChildren(venue, time);
  return null;
}

/** Open, or a child that waits for its parent: an order that is still on its way cannot be reached. */
function isReachable(order: WorkingOrder): boolean {
  return isOpen(order.state) || (order.state === "pending" && order.request.parent !== null && order.isSent);
}

export interface OrderChanges {
  readonly amount?: number;
  readonly limit?: number;
  readonly stop?: number;
}

/** @returns null when done, else why not; a refused change leaves the order as it was. */
export function modify(
  venue: Venue,
  {id, changes}: {readonly id: string; readonly changes: OrderChanges},
  time: number
): Reason | null {
  const order = venue.orders.get(id);
  if (order === undefined || !isReachable(order)) return "not-open";
  if (changes.amount !== undefined && !(changes.amount > 0)) return "bad-amount";
  const amount = changes.amount === undefined ? order.amount : decimal(changes.amount);
  if (changes.amount !== undefined && compare(amount, order.filled) < 0) return "amount-below-filled";
  const changed: WorkingOrder = {
    ...order,
    amount,
    limit: changes.limit ?? order.limit,
    stop: changes.stop ?? order.stop
  };
  const refusal = changeRefusal(venue, changed, time);
  if (refusal !== null) return refusal;
  apply(venue, order, {changed, time});
  startChildren(venue, time);
  return null;
}

function changeRefusal(venue: Venue, changed: WorkingOrder, time: number): Reason | null {
  if (changed.state === "pending") return gridRefusal(venue, changed) ?? sizeRefusal(venue, changed);
  return arrivalRefusal(venue, changed, time) ?? marketRefusal(venue, changed);
}

function apply(
  venue: Venue,
  order: WorkingOrder,
  {changed, time}: {readonly changed: WorkingOrder; readonly time: number}
): void {
  const isMoved = changed.limit !== order.limit || changed.stop !== order.stop;
  const grows = compare(changed.amount, order.amount);
  order.hasOwnAmount ||= grows !== 0;
  order.amount = changed.amount;
  order.limit = changed.limit;
  order.stop = changed.stop;
  advance(order, "amend");
  venue.outcomes.push({kind: "amended", orderId: order.id, time});
  if (order.state === "pending") return;
  if (order.request.reduceOnly) order.amount = minimum(order.amount, plus(order.filled, reducible(venue, order.side)));
  // A smaller amount keeps its place; a new price or a larger amount goes to the back.
  if (isMoved || grows > 0) order.sequence = venue.nextSequence++;
  // On candles a moved order meets the next open like a new one.
  if (isMoved) order.seen = false;
  if (grows !== 0) settleLinks(venue, order, {time, cancel: false});
  // An order that asks for no more than it has got is over.
  if (compare(changed.amount, order.filled) === 0) endOrder(venue, order, {kind: "canceled", reason: "user", time});
  else if (isMoved || grows > 0) act(venue, order, time);
}

/** Whole increments that the order's share of the free cash buys at the price of the moment, fee included. */
function shareOfCash(venue: Venue, order: WorkingOrder, time: number): Decimal {
  const price = order.limit ?? order.stop ?? marketPrice(venue, order);
  if (price === null) return ZERO;
  const free = subtract(cashOf(venue.portfolio), reservedCash(venue, order.id));
  const spend = multiply(free, decimal(order.request.fraction ?? 0));
  const unitCost = multiply(decimal(price), plus(ONE, decimal(venueRates(venue, time).taker)));
  const amount = divide(spend, unitCost, {scale: 12, rounding: "floor"});
  const step = venue.instrument.amountIncrement;
  return step === null ? amount : roundToStep(amount, step, "floor");
}
