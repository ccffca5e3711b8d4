/** What the book still offers: the amounts shown less what own orders and trades have used of them. */
import {add, type Decimal, decimal, minimum, sign, subtract, ZERO} from "../../core/decimal.js";
import type {OrderSide} from "../../vocabulary/order.js";
import {type Book, type Level, oppositeLevels, type UsedLevel, type Venue} from "./venue.js";

export interface Offer {
  readonly price: number;
  readonly available: Decimal;
}

/** The levels that a taker of `side` meets and that have something left, best first, up to `bound`. */
export function offers(venue: Venue, side: OrderSide, bound: number | null): Offer[] {
  const found: Offer[] = [];
  for (const level of oppositeLevels(venue, side)) {
    const [price] = level;
    if (bound !== null && (side === "buy" ? price > bound : price < bound)) break;
    const available = availableAt(venue, side, level);
    if (sign(available) > 0) found.push({price, available});
  }
  return found;
}

function availableAt(venue: Venue, side: OrderSide, [price, amount]: Level): Decimal {
  const used = venue.model.consume ? usedLevels(venue, side).get(price)?.used : undefined;
  return used === undefined ? decimal(amount) : subtract(decimal(amount), used);
}

/** Marks `amount` of a level as used, until a book shows another amount there. */
export function useLevel(
  venue: Venue,
  side: OrderSide,
  taken: {readonly price: number; readonly amount: Decimal}
): void {
  if (!venue.model.consume) return;
  const level = oppositeLevels(venue, side).find(([price]) => price === taken.price);
  if (level === undefined) return;
  const used = usedLevels(venue, side);
  const before = used.get(taken.price)?.used ?? ZERO;
  used.set(taken.price, {shown: level[1], used: add(before, taken.amount)});
}

/** A trade that took from the book uses the best levels first, up to its price. */
export function useByTrade(
  venue: Venue,
  side: OrderSide,
  trade: {readonly price: number; readonly amount: Decimal}
): void {
  let left = trade.amount;
  for (const {price, available} of offers(venue, side, trade.price)) {
    if (sign(left) <= 0) return;
    const amount = minimum(available, left);
    useLevel(venue, side, {price, amount});
    left = subtract(left, amount);
  }
}

/** A new book renews the levels at which it shows another amount, none included. */
export function renewLevels(venue: Venue, book: Book): void {
  dropChanged(venue.usedBids, book.bids);
  dropChanged(venue.usedAsks, book.asks);
}

function dropChanged(used: Map<number, UsedLevel>, levels: readonly Level[]): void {
  for (const [price, {shown}] of used) {
    const now = levels.find((level) => level[0] === price);
    if (now === undefined || now[1] !== shown) used.delete(price);
  }
}

function usedLevels(venue: Venue, side: OrderSide): Map<number, UsedLevel> {
  return side === "buy" ? venue.usedAsks : venue.usedBids;
}
