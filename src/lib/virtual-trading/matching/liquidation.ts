/**
 * A position that the margin no longer carries is closed at once, whole, as taker: at the liquidation price where the
 * price moves through it, at the price that is there where it jumped over it. The instrument's open orders end first.
 * What a jump loses beyond the margin is lost: equity may fall below 0, nobody fills the gap.
 */
import {absolute, type Decimal, decimal, roundToStep, sign, toNumber} from "../../core/decimal.js";
import {orderRequest} from "../order.js";
import {advance} from "../order-lifecycle.js";
import {holdingOf} from "../portfolio.js";
import {execute} from "./execution.js";
import {liquidationPrice} from "./margin.js";
import {endOrder} from "./order-ending.js";
import {addOrder, openOrders, type Venue} from "./venue.js";

/** Every order that closes a position by force has an id with this beginning. */
export const LIQUIDATION_PREFIX = "order:liquidation:";

/** Liquidates if the price is at or beyond the liquidation price; the fill is at `price`. */
export function liquidateAt(venue: Venue, price: number, time: number): void {
  if (venue.margin === null) return;
  const edge = liquidationPrice(venue);
  if (edge !== null && isThrough(venue, price, edge)) closePosition(venue, price, time);
}

/** Where on a way from one price to another the position is liquidated; null when it is not. */
export function liquidationOnLeg(venue: Venue, from: number, target: number): number | null {
  if (venue.margin === null) return null;
  const edge = liquidationPrice(venue);
  if (edge === null || !isThrough(venue, target, edge)) return null;
  return isThrough(venue, from, edge) ? from : edge;
}

/** Whether a candle comes near enough to the liquidation price to be looked at in full. */
export function touchesLiquidation(venue: Venue, candle: {readonly high: number; readonly low: number}): boolean {
  if (venue.margin === null) return false;
  const edge = liquidationPrice(venue);
  return edge !== null && (isThrough(venue, candle.low, edge) || isThrough(venue, candle.high, edge));
}

/** A long position is lost at or below the edge, a short one at or above it. */
function isThrough(venue: Venue, price: number, edge: number): boolean {
  return sign(holdingOf(venue.portfolio, venue.instrument.symbol)) > 0 ? price <= edge : price >= edge;
}

export function closePosition(venue: Venue, price: number, time: number): void {
  const held = holdingOf(venue.portfolio, venue.instrument.symbol);
  for (const order of openOrders(venue)) endOrder(venue, order, {kind: "canceled", reason: "liquidation", time});
  const amount = absolute(held);
  const side = sign(held) > 0 ? "sell" : "buy";
  const id = `${LIQUIDATION_PREFIX}${venue.instrument.symbol}:${time}:${venue.nextSequence}`;
  const request = orderRequest({id, side, amount: toNumber(amount), reduceOnly: true});
  const order = addOrder(venue, request, amount);
  order.sequence = venue.nextSequence++;
  order.arrivedAt = time;
  advance(order, "accept");
  venue.outcomes.push({kind: "accepted", orderId: id, time});
  const surcharge = venue.margin?.liquidationFee ?? 0;
  execute(venue, order, {price: onGrid(venue, price), amount, liquidity: "taker", time, surcharge});
}

/** Against the position: a long is sold at the increment below, a short bought back at the one above. */
function onGrid(venue: Venue, price: number): Decimal {
  const step = venue.instrument.priceIncrement;
  const isLong = sign(holdingOf(venue.portfolio, venue.instrument.symbol)) > 0;
  return step === null ? decimal(price) : roundToStep(decimal(price), step, isLong ? "floor" : "ceil");
}
