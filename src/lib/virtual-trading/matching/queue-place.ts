/**
 * The place of a resting order in the queue at its price. What was shown there when it came stands ahead of it; trades
 * at the price shorten that, and a changed size does not, since nobody knows who left.
 */
import {type Decimal, decimal, minimum, subtract, ZERO} from "../../core/decimal.js";
import type {WorkingOrder} from "../order.js";
import {isBeyond, ownLevels, type Venue} from "./venue.js";

/** The order begins to rest at its limit. */
export function joinQueue(venue: Venue, order: WorkingOrder): void {
  const shown = shownAt(venue, order);
  order.ahead = shown === "hidden" ? "unknown" : (shown ?? ZERO);
}

/**
 * A new book: a place that was unknown becomes known when the book reaches its price, and one whose level is gone is
 * the first. A level out of the book's sight is not gone: its queue stays as it was.
 */
export function followBook(venue: Venue, order: WorkingOrder): void {
  if (order.ahead === "none") return;
  const shown = shownAt(venue, order);
  if (shown === "hidden") return;
  if (shown === null) order.ahead = ZERO;
  else if (order.ahead === "unknown") order.ahead = shown;
}

/**
 * A trade at the order's price.
 * @param amount what of the trade is left for this order and those ahead of it
 * @returns what reaches the order: the trade's excess over those ahead
 */
export function passQueue(order: WorkingOrder, amount: Decimal): Decimal {
  if (order.ahead === "unknown" || order.ahead === "none") return ZERO;
  const served = minimum(order.ahead, amount);
  order.ahead = subtract(order.ahead, served);
  return subtract(amount, served);
}

/** Amount shown at the order's price on its own side, null for none, `hidden` when the book does not reach so far. */
function shownAt(venue: Venue, order: WorkingOrder): Decimal | null | "hidden" {
  const limit = order.limit ?? Number.NaN;
  const levels = ownLevels(venue, order.side);
  const level = levels.find(([price]) => price === limit);
  if (level !== undefined) return decimal(level[1]);
  const worst = levels.at(-1);
  return worst !== undefined && isBeyond(order.side, limit, worst[0]) ? "hidden" : null;
}
