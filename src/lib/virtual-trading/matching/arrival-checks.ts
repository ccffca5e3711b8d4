/**
 * What an order must satisfy when it reaches the market, in the order of the rule set: increments, amounts, value,
 * reduce-only, spot position, spot funds. The same checks decide whether a change is allowed.
 */
import {
  add,
  compare,
  type Decimal,
  decimal,
  isMultiple,
  maximum,
  minimum,
  multiply,
  ONE,
  sign,
  subtract,
  toNumber,
  ZERO
} from "../../core/decimal.js";
import {phase, remaining, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import {cashOf, holdingOf} from "../portfolio.js";
import type {Reason} from "../rejection.js";
import {slippedPrice} from "../slippage.js";
import {reducible, reservedCash} from "./execution.js";
import {offers} from "./shown-liquidity.js";
import {isCandleVenue, oppositeLevels, type Venue} from "./venue.js";
import {venueRates} from "./venue-fees.js";

/** The first rule that the order breaks, null when it may go on. */
export function arrivalRefusal(venue: Venue, order: WorkingOrder, time: number): Reason | null {
  return (
    gridRefusal(venue, order) ??
    sizeRefusal(venue, order) ??
    reduceOnlyRefusal(venue, order) ??
    spotPositionRefusal(venue, order) ??
    spotFundsRefusal(venue, order, time)
  );
}

export function gridRefusal(venue: Venue, order: WorkingOrder): Reason | null {
  const {priceIncrement, amountIncrement} = venue.instrument;
  if (priceIncrement !== null) {
    for (const price of [order.limit, order.stop]) {
      if (price !== null && !isMultiple(decimal(price), priceIncrement)) return "price-increment";
    }
  }
  if (amountIncrement !== null && !isMultiple(order.amount, amountIncrement)) return "amount-increment";
  return null;
}

export function sizeRefusal(venue: Venue, order: WorkingOrder): Reason | null {
  const {minAmount, maxAmount, minNotional} = venue.instrument;
  if (minAmount !== null && compare(order.amount, minAmount) < 0) return "min-amount";
  if (maxAmount !== null && compare(order.amount, maxAmount) > 0) return "max-amount";
  if (minNotional === null) return null;
  const price = order.limit ?? order.stop ?? marketPrice(venue, order);
  if (price === null) return null;
  return compare(multiply(decimal(price), order.amount), minNotional) < 0 ? "min-notional" : null;
}

/** The best price on the other side, else the last one. */
export function marketPrice(venue: Venue, order: WorkingOrder): number | null {
  return oppositeLevels(venue, order.side)[0]?.[0] ?? venue.instant?.price ?? venue.last;
}

export function reduceOnlyRefusal(venue: Venue, order: WorkingOrder): Reason | null {
  if (!order.request.reduceOnly) return null;
  if (sign(holdingOf(venue.portfolio, venue.instrument.symbol)) === 0) return "no-position";
  return sign(reducible(venue, order.side)) === 0 ? "would-increase-position" : null;
}

/** What the order can sell of a spot position, a reduce-only order being cut to the position first. */
function asked(venue: Venue, order: WorkingOrder): Decimal {
  return order.request.reduceOnly ? minimum(remaining(order), reducible(venue, order.side)) : remaining(order);
}

function spotPositionRefusal(venue: Venue, order: WorkingOrder): Reason | null {
  if (venue.account !== "spot" || order.side !== "sell") return null;
  const groups = new Map<string, Decimal>();
  const count = (sell: WorkingOrder, amount: Decimal): void => {
    const {link} = sell.request;
    const key = link === null ? `order ${sell.id}` : `link ${link.group}`;
    groups.set(key, maximum(groups.get(key) ?? ZERO, amount));
  };
  for (const sell of venue.orders.values()) {
    if (sell.id === order.id || sell.side !== "sell" || !isOpen(sell.state)) continue;
    if (venue.model.reserveReduceOnly || !sell.request.reduceOnly) count(sell, remaining(sell));
  }
  count(order, asked(venue, order));
  let total = ZERO;
  for (const amount of groups.values()) total = add(total, amount);
  return compare(total, holdingOf(venue.portfolio, venue.instrument.symbol)) > 0 ? "insufficient-position" : null;
}

/** On candles nothing is known of the price before the fill, which is where funds are checked then. */
function spotFundsRefusal(venue: Venue, order: WorkingOrder, time: number): Reason | null {
  if (venue.account !== "spot" || order.side !== "buy" || isCandleVenue(venue)) return null;
  const cost = expectedCost(venue, order);
  const fee = venue.instrument.feeIn === "received" ? 0 : venueRates(venue, time).taker;
  const withFee = multiply(cost, add(ONE, decimal(fee)));
  const free = subtract(cashOf(venue.portfolio), reservedCash(venue, order.id));
  return compare(withFee, free) > 0 ? "insufficient-funds" : null;
}

function expectedCost(venue: Venue, order: WorkingOrder): Decimal {
  const price = order.limit ?? (phase(order) === "watching" ? order.stop : null);
  if (price !== null) return multiply(decimal(price), remaining(order));
  if (!venue.feeds.books) {
    if (venue.last === null) return ZERO;
    const fill = {side: order.side, price: venue.last, limit: null};
    return multiply(slippedPrice(venue.model.slippage, venue.instrument, fill), remaining(order));
  }
  return walkCost(venue, order);
}

function walkCost(venue: Venue, order: WorkingOrder): Decimal {
  let left = remaining(order);
  let cost = ZERO;
  for (const {price, available} of offers(venue, order.side, protectionBound(venue, order))) {
    const amount = minimum(available, left);
    cost = add(cost, multiply(decimal(price), amount));
    left = subtract(left, amount);
    if (sign(left) <= 0) break;
  }
  return cost;
}

/** The worst price that a market order may reach; null without price protection. */
export function protectionBound(venue: Venue, order: WorkingOrder): number | null {
  const {protectionTicks} = venue.model;
  const best = oppositeLevels(venue, order.side)[0]?.[0];
  const step = venue.instrument.priceIncrement;
  if (protectionTicks === null || best === undefined || step === null) return null;
  const reach = multiply(decimal(protectionTicks), step);
  const edge = order.side === "buy" ? add(decimal(best), reach) : subtract(decimal(best), reach);
  return toNumber(edge);
}
