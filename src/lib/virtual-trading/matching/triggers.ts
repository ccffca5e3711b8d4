/** When a stop, a take-profit or a trailing stop is reached, and how a trailing stop follows the price. */
import {add, type Decimal, decimal, multiply, roundToStep, subtract, toNumber} from "../../core/decimal.js";
import {isTakeProfit, type Trail, type WorkingOrder} from "../order.js";
import type {Venue} from "./venue.js";

/** Whether the watched price has reached the order's stop; equality counts. A sleeping order is never reached. */
export function isReached(order: WorkingOrder, price: number): boolean {
  if (order.stop === null || !order.awake) return false;
  const waitsForRise = (order.side === "buy") !== isTakeProfit(order);
  return waitsForRise ? price >= order.stop : price <= order.stop;
}

/** Wakes a sleeping trailing stop whose activation price is reached, and tightens one that is awake. */
export function followPrice(venue: Venue, order: WorkingOrder, price: number): void {
  const {trail} = order.request;
  if (trail === null) return;
  if (!order.awake) {
    const activation = trail.activation ?? price;
    order.awake = order.side === "sell" ? price >= activation : price <= activation;
    if (!order.awake) return;
  }
  const candidate = trailingStop(venue, {side: order.side, trail, price});
  const isTighter = order.stop === null || (order.side === "sell" ? candidate > order.stop : candidate < order.stop);
  if (isTighter) order.stop = candidate;
}

/** Price less (a buy: plus) the distance, rounded to the grid towards the price. */
function trailingStop(
  venue: Venue,
  {side, trail, price}: {readonly side: "buy" | "sell"; readonly trail: Trail; readonly price: number}
): number {
  const from = decimal(price);
  const distance = trailDistance(venue, trail, from);
  const stop = side === "sell" ? subtract(from, distance) : add(from, distance);
  const step = venue.instrument.priceIncrement;
  return toNumber(step === null ? stop : roundToStep(stop, step, side === "sell" ? "ceil" : "floor"));
}

function trailDistance(venue: Venue, trail: Trail, price: Decimal): Decimal {
  const value = decimal(trail.value);
  switch (trail.by) {
    case "price":
      return value;
    case "ticks":
      return multiply(value, venue.instrument.priceIncrement ?? decimal(0));
    case "percent":
      return multiply(price, multiply(value, {units: 1n, scale: 2}));
    case "bps":
      return multiply(price, multiply(value, {units: 1n, scale: 4}));
  }
}
