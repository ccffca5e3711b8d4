/**
 * One fill: the fee, the books, the order, and then in this order what hangs on it: links, children, reduce-only orders.
 * Nothing is filled beyond what is left of the order, beyond the position of a reduce-only order, or, on a spot
 * account, beyond the cash or the holding that is there.
 */
import {absolute, add, compare, type Decimal, decimal, minimum, multiply, sign, ZERO} from "../../core/decimal.js";
import type {LiquiditySide, OrderSide} from "../../vocabulary/order.js";
import {countVolume} from "../models/fee-tiers.js";
import {remaining, type WorkingOrder} from "../order.js";
import {advance, isEnded, isOpen} from "../order-lifecycle.js";
import {bookFill, cashOf, holdingOf} from "../portfolio.js";
import type {Reason} from "../rejection.js";
import {marginAllows} from "./margin.js";
import {endOrder} from "./order-ending.js";
import {openOrders, type Venue, waitingChildren} from "./venue.js";
import {chargeVenueFee} from "./venue-fees.js";

export interface Execution {
  readonly price: Decimal;
  /** The most that can be filled here. */
  readonly amount: Decimal;
  readonly liquidity: LiquiditySide;
  readonly time: number;
  /** Fraction of the value on top of the fee, as a liquidation costs. */
  readonly surcharge?: number;
}

/** @returns the amount filled; 0 when the order could take nothing, or was canceled for lack of funds. */
export function execute(venue: Venue, order: WorkingOrder, execution: Execution): Decimal {
  const amount = minimum(execution.amount, fillable(venue, order));
  if (sign(amount) <= 0) return ZERO;
  const {price, liquidity, time} = execution;
  const {side} = order;
  const {fee, feeIn} = chargeVenueFee(venue, {side, price, amount, liquidity, time}, execution.surcharge ?? 0);
  const cost = {side, price, amount, fee: feeIn === "quote" ? fee : ZERO};
  if (venue.account === "spot") {
    if (!isCovered(venue, cost)) {
      const reason = side === "buy" ? "insufficient-funds" : "insufficient-position";
      refuseUncovered(venue, order, {reason, time});
      return ZERO;
    }
  } else if (venue.margin !== null) {
    const allowed = marginAllows(venue, cost);
    if (compare(allowed, amount) < 0) return executeAllowed(venue, order, {...execution, amount: allowed});
  }
  bookFill(venue.portfolio, venue.instrument.symbol, {side, price, amount, fee, feeIn});
  if (venue.tieredFees !== null) countVolume(venue.tieredFees, {price, amount}, time);
  order.filled = add(order.filled, amount);
  order.filledValue = add(order.filledValue, multiply(price, amount));
  order.fee = add(order.fee, fee);
  order.liquidity = liquidity;
  advance(order, sign(remaining(order)) === 0 ? "complete" : "fill");
  const left = remaining(order);
  venue.outcomes.push({
    kind: "filled",
    orderId: order.id,
    time,
    side,
    price,
    amount,
    fee,
    feeIn,
    liquidity,
    remaining: left
  });
  afterFill(venue, order, time);
  return amount;
}

/** What is left of the order, for a reduce-only order at most the position that it reduces. */
function fillable(venue: Venue, order: WorkingOrder): Decimal {
  if (!isOpen(order.state)) return ZERO;
  if (!order.request.reduceOnly) return remaining(order);
  return minimum(remaining(order), reducible(venue, order.side));
}

/** How much an order of this side can take off the position: 0 when there is none, or one of the same side. */
export function reducible(venue: Venue, side: OrderSide): Decimal {
  const holding = holdingOf(venue.portfolio, venue.instrument.symbol);
  const opposes = side === "sell" ? sign(holding) > 0 : sign(holding) < 0;
  return opposes ? absolute(holding) : ZERO;
}

interface Cost {
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly fee: Decimal;
}

function isCovered(venue: Venue, {side, price, amount, fee}: Cost): boolean {
  if (side === "sell") return compare(holdingOf(venue.portfolio, venue.instrument.symbol), amount) >= 0;
  return compare(cashOf(venue.portfolio), add(multiply(price, amount), fee)) >= 0;
}

/** Only what closes a position is filled; the rest of the order lacks margin and ends. */
function executeAllowed(venue: Venue, order: WorkingOrder, allowed: Execution): Decimal {
  const isSome = sign(allowed.amount) > 0 && order.request.tif !== "FOK";
  const filled = isSome ? execute(venue, order, allowed) : ZERO;
  if (isOpen(order.state)) refuseUncovered(venue, order, {reason: "insufficient-margin", time: allowed.time});
  return filled;
}

/** An order that meets its first market without the means is rejected; one that has stood there is canceled. */
function refuseUncovered(
  venue: Venue,
  order: WorkingOrder,
  {reason, time}: {readonly reason: Reason; readonly time: number}
): void {
  const isNew = !order.seen && venue.instant !== null && order.state === "open";
  endOrder(venue, order, {kind: isNew ? "rejected" : "canceled", reason, time});
}

function afterFill(venue: Venue, order: WorkingOrder, time: number): void {
  settleLinks(venue, order, {time, cancel: order.request.link?.type === "oco"});
  if (order.state === "filled") {
    venue.starting.push(...waitingChildren(venue, order.id));
  }
  trimReduceOnly(venue, time);
}

/** The rest of a link group follows this order: canceled, or given this order's remaining amount. */
export function settleLinks(
  venue: Venue,
  order: WorkingOrder,
  {time, cancel}: {readonly time: number; readonly cancel: boolean}
): void {
  const {link} = order.request;
  if (link === null) return;
  const left = remaining(order);
  for (const other of [...venue.orders.values()]) {
    if (other === order || other.request.link?.group !== link.group || !isLinkable(other)) continue;
    if (cancel) endOrder(venue, other, {kind: "canceled", reason: "oco", time});
    else if (link.type === "ouo") passRemainder(venue, other, {left, time});
  }
}

/** At the market, or waiting there for its parent; an order that is still on its way is nobody's sibling yet. */
function isLinkable(order: WorkingOrder): boolean {
  return order.state === "pending" ? order.request.parent !== null && order.isSent : !isEnded(order.state);
}

function passRemainder(
  venue: Venue,
  other: WorkingOrder,
  {left, time}: {readonly left: Decimal; readonly time: number}
): void {
  if (compare(left, other.filled) <= 0) {
    endOrder(venue, other, {kind: "canceled", reason: "ouo", time});
    return;
  }
  if (compare(left, other.amount) === 0) return;
  other.amount = left;
  other.hasOwnAmount = true;
  venue.outcomes.push({kind: "amended", orderId: other.id, time});
}

/** Reduce-only orders never ask for more than the position that is left. */
function trimReduceOnly(venue: Venue, time: number): void {
  for (const order of openOrders(venue)) {
    if (!order.request.reduceOnly || !isOpen(order.state)) continue;
    const most = reducible(venue, order.side);
    if (sign(most) === 0) endOrder(venue, order, {kind: "canceled", reason: "position-closed", time});
    else if (compare(remaining(order), most) > 0) {
      order.amount = add(order.filled, most);
      venue.outcomes.push({kind: "amended", orderId: order.id, time});
    }
  }
}

/** Cash that open buys of the venue hold back: price x remaining. */
export function reservedCash(venue: Venue, exceptId: string): Decimal {
  let reserved = ZERO;
  for (const peer of venue.peers) {
    for (const order of peer.orders.values()) {
      if (order.id !== exceptId && order.side === "buy" && isOpen(order.state))
        reserved = add(reserved, reserve(order));
    }
  }
  return reserved;
}

function reserve(order: WorkingOrder): Decimal {
  const price = order.limit ?? order.stop;
  return price === null ? ZERO : multiply(remaining(order), decimal(price));
}
