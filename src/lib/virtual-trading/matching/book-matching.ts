/** Books and trades reaching the market: resting orders fill as makers, queues move, stops are tested. */
import {compare, decimal, minimum, sign, subtract} from "../../core/decimal.js";
import type {OrderSide} from "../../vocabulary/order.js";
import {phase, remaining, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import {execute} from "./execution.js";
import {startChildren, trigger} from "./order-entry.js";
import {followBook, passQueue} from "./queue-place.js";
import {offers, renewLevels, useByTrade, useLevel} from "./shown-liquidity.js";
import {followPrice, isReached} from "./triggers.js";
import {
  type Book,
  isBeyond,
  openOrders,
  oppositeLevels,
  type TradePrint,
  type Venue,
  watchedPrice,
  watchesQuote
} from "./venue.js";

/**
 * A full snapshot of the book becomes known at `received`.
 * @returns false when it is older than the current one, which then stays.
 */
export function onBook(venue: Venue, book: Book, received: number): boolean {
  if (venue.book !== null && book.time < venue.book.time) return false;
  renewLevels(venue, book);
  venue.book = book;
  const resting = byPriority(openOrders(venue).filter((order) => phase(order) === "limit"));
  for (const order of resting) followBook(venue, order);
  for (const order of resting) {
    fillFromBook(venue, order, received);
    startChildren(venue, received);
  }
  observe(venue, received, (order) => watchesQuote(venue, order));
  return true;
}

/** One maker fill for each level that crosses the order, at the order's own price. */
function fillFromBook(venue: Venue, order: WorkingOrder, time: number): void {
  if (!isOpen(order.state) || order.limit === null) return;
  for (const {price, available} of offers(venue, order.side, order.limit)) {
    if (!isOpen(order.state)) return;
    const fill = {price: decimal(order.limit), amount: available, liquidity: "maker" as const, time};
    useLevel(venue, order.side, {price, amount: execute(venue, order, fill)});
  }
}

/** A trade becomes known: it fills resting orders, uses up the book, and moves the last price. */
export function onTrade(venue: Venue, trade: TradePrint): void {
  venue.last = trade.price;
  const time = trade.received;
  let left = decimal(trade.amount);
  const isNews = (order: WorkingOrder): boolean => order.arrivedAt <= trade.time;
  const resting = openOrders(venue).filter((order) => phase(order) === "limit" && isNews(order));
  for (const order of byPriority(resting)) {
    const before = order.filled;
    fillFromTrade(venue, order, {...trade, left});
    if (venue.model.consume) left = subtract(left, subtract(order.filled, before));
    startChildren(venue, time);
  }
  useBook(venue, trade, left);
  observe(venue, time, (order) => !watchesQuote(venue, order) && isNews(order));
}

function fillFromTrade(
  venue: Venue,
  order: WorkingOrder,
  trade: TradePrint & {readonly left: ReturnType<typeof decimal>}
): void {
  if (!isOpen(order.state) || order.limit === null) return;
  const isPassed = isBeyond(order.side, trade.price, order.limit);
  // A trade beyond the order's price shows that nobody is left ahead of it.
  if (isPassed && order.ahead !== "none") order.ahead = decimal(0);
  const canFill = trade.taker !== order.side && (isPassed || trade.price === order.limit);
  if (!canFill || sign(trade.left) <= 0) return;
  let amount = trade.left;
  if (!isPassed && venue.model.queue) amount = passQueue(order, amount);
  else if (!isPassed && !venue.model.limitOnTouch) return;
  amount = minimum(amount, remaining(order));
  execute(venue, order, {price: decimal(order.limit), amount, liquidity: "maker", time: trade.received});
}

/** What a trade took from the shown book, less what own orders gave, cannot be taken again. */
function useBook(venue: Venue, trade: TradePrint, amount: ReturnType<typeof decimal>): void {
  if (venue.book === null || trade.time < venue.book.time || sign(amount) <= 0) return;
  for (const side of ["buy", "sell"] as const) {
    if (trade.taker === side || (trade.taker === null && touches(venue, side, trade.price))) {
      useByTrade(venue, side, {price: trade.price, amount});
    }
  }
}

function touches(venue: Venue, side: OrderSide, price: number): boolean {
  const best = oppositeLevels(venue, side)[0]?.[0];
  return best !== undefined && (side === "buy" ? price >= best : price <= best);
}

/** A last price without an amount, as a candle's close gives it to a market that fills from books or trades. */
export function onLastPrice(venue: Venue, price: number, time: number): void {
  venue.last = price;
  observe(venue, time, (order) => !watchesQuote(venue, order));
}

/** Tests the orders that watch, oldest first; a trailing stop is tested before it is moved. */
function observe(venue: Venue, time: number, isConcerned: (order: WorkingOrder) => boolean): void {
  for (const order of openOrders(venue)) {
    if (!isOpen(order.state) || phase(order) !== "watching" || !isConcerned(order)) continue;
    const price = watchedPrice(venue, order);
    if (price === null) continue;
    if (isReached(order, price)) trigger(venue, order, time);
    else followPrice(venue, order, price);
    startChildren(venue, time);
  }
}

/** Best price first, then oldest; buys before sells, which never compete for the same amount. */
function byPriority(orders: WorkingOrder[]): WorkingOrder[] {
  const rank = (order: WorkingOrder): number => (order.side === "buy" ? -(order.limit ?? 0) : (order.limit ?? 0));
  return orders.sort((a, b) => {
    if (a.side !== b.side) return a.side === "buy" ? -1 : 1;
    return rank(a) - rank(b) || a.sequence - b.sequence || compare(a.amount, b.amount);
  });
}
