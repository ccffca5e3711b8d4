/**
 * One candle: first its open, where market orders, new limits and gaps are filled, then the price moves along the
 * assumed path, and what lies on it happens in the order of the path, ties by age. Only orders that arrived by the
 * open take part; children join where they start.
 */
import {type Decimal, decimal, multiply, roundToStep} from "../../core/decimal.js";
import {isTakeProfit, phase, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import {extremes} from "./candle-path.js";
import {closePosition, liquidateAt, liquidationOnLeg} from "./liquidation.js";
import {endOrder} from "./order-ending.js";
import {startChildren, trigger} from "./order-entry.js";
import {fillAtInstant, placeLimit, takeMarket} from "./taking.js";
import {followPrice, isReached} from "./triggers.js";
import {type Instant, isBeyond, openOrders, type Venue} from "./venue.js";

export interface MatchedCandle {
  readonly openTime: number;
  readonly closeTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Matches the venue's orders against one candle. The last price is left to the caller: the close is not known yet. */
export function onCandle(venue: Venue, candle: MatchedCandle): void {
  expireBy(venue, candle.openTime);
  const instant: Instant = {
    price: candle.open,
    time: candle.openTime,
    budget: volumeBudget(venue, candle.volume),
    volume: candle.volume
  };
  venue.instant = instant;
  for (const order of openOrders(venue)) {
    if (order.arrivedAt <= candle.openTime) meetOpen(venue, order, instant);
    startChildren(venue, instant.time);
  }
  liquidateAt(venue, instant.price, instant.time);
  startChildren(venue, instant.time);
  for (const order of venue.orders.values()) {
    order.seen ||= isOpen(order.state) && order.arrivedAt <= candle.openTime;
  }
  instant.time = candle.closeTime;
  const [first, second] = extremes(venue, candle);
  for (const target of [first, second, candle.close]) runLeg(venue, instant, target);
  venue.instant = null;
}

/** GTD orders whose time has come by `time`, that moment included, end: what happened at it came first. */
export function expireBy(venue: Venue, time: number): void {
  expireWhere(venue, (expire) => expire <= time);
}

/** GTD orders whose time came before `time` end: what happens at `time` is too late for them. */
export function expireBefore(venue: Venue, time: number): void {
  expireWhere(venue, (expire) => expire < time);
}

function expireWhere(venue: Venue, isOver: (expire: number) => boolean): void {
  for (const order of [...venue.orders.values()]) {
    const {expire} = order.request;
    if (expire === null || !isOver(expire) || !(isOpen(order.state) || order.state === "pending")) continue;
    endOrder(venue, order, {kind: "expired", reason: "gtd", time: expire});
    startChildren(venue, expire);
  }
}

function volumeBudget(venue: Venue, volume: number): Decimal | null {
  const {volumeLimit} = venue.model;
  if (volumeLimit === null) return null;
  const share = multiply(decimal(volumeLimit), decimal(volume));
  const step = venue.instrument.amountIncrement;
  return step === null ? share : roundToStep(share, step, "floor");
}

function meetOpen(venue: Venue, order: WorkingOrder, instant: Instant): void {
  if (!isOpen(order.state)) return;
  switch (phase(order)) {
    case "market":
      takeMarket(venue, order, instant.time);
      break;
    case "limit":
      if (!order.seen) placeLimit(venue, order, instant.time);
      else if (isPassed(venue, order, instant.price)) fillResting(venue, order);
      break;
    case "watching":
      if (isReached(order, instant.price)) trigger(venue, order, instant.time);
      else followPrice(venue, order, instant.price);
  }
}

/** Whether a price fills a resting limit: beyond it, or with `limitOnTouch` at it. */
function isPassed(venue: Venue, order: WorkingOrder, price: number): boolean {
  if (order.limit === null) return false;
  return isBeyond(order.side, price, order.limit) || (venue.model.limitOnTouch && price === order.limit);
}

function fillResting(venue: Venue, order: WorkingOrder): void {
  if (order.limit !== null) fillAtInstant(venue, order, {price: decimal(order.limit), liquidity: "maker"});
}

/**
 * Moves the price to `target`. On the way each order triggers and, as a limit, fills at most once, where the path
 * reaches it. The leg keeps its direction when the price has come to its end: others may wait there too.
 */
function runLeg(venue: Venue, instant: Instant, target: number): void {
  const filled = new Set<WorkingOrder>();
  const direction = Math.sign(target - instant.price);
  for (;;) {
    const next = nextOnLeg(venue, {from: instant.price, target, direction, filled});
    const lost = liquidationOnLeg(venue, instant.price, target);
    if (lost !== null && (next === null || isNearer(lost, next.price, instant.price))) {
      instant.price = lost;
      closePosition(venue, lost, instant.time);
      startChildren(venue, instant.time);
      continue;
    }
    if (next === null) break;
    instant.price = next.price;
    if (phase(next.order) === "limit") {
      filled.add(next.order);
      fillResting(venue, next.order);
    } else trigger(venue, next.order, instant.time);
    startChildren(venue, instant.time);
  }
  instant.price = target;
  for (const order of openOrders(venue)) {
    if (isOpen(order.state) && order.request.trail !== null && !order.triggered) followPrice(venue, order, target);
  }
}

/** An order at the liquidation price itself comes first. */
function isNearer(a: number, b: number, from: number): boolean {
  return Math.abs(a - from) < Math.abs(b - from);
}

interface Leg {
  readonly from: number;
  readonly target: number;
  /** 1: the price rises, -1: it falls, 0: it stays. */
  readonly direction: number;
  readonly filled: ReadonlySet<WorkingOrder>;
}

/** The order that the price reaches first; `openOrders` is by age, so the older one wins a tie. */
function nextOnLeg(venue: Venue, leg: Leg): {order: WorkingOrder; price: number} | null {
  if (leg.direction === 0) return null;
  const rises = leg.direction > 0;
  let best: {order: WorkingOrder; price: number} | null = null;
  for (const order of openOrders(venue)) {
    if (!order.seen || leg.filled.has(order)) continue;
    const price = pointOnLeg(venue, order, leg);
    if (price === null) continue;
    if (best === null || (rises ? price < best.price : price > best.price)) best = {order, price};
  }
  return best;
}

/** Where on the leg the order acts, null when it does not. */
function pointOnLeg(venue: Venue, order: WorkingOrder, {from, target, direction}: Leg): number | null {
  const rises = direction > 0;
  if (phase(order) === "limit") {
    const isTowards = rises === (order.side === "sell");
    return isTowards && isPassed(venue, order, target) ? pathPoint(order.limit, from, rises) : null;
  }
  if (phase(order) !== "watching" || rises !== ((order.side === "buy") !== isTakeProfit(order))) return null;
  return isReached(order, target) ? pathPoint(order.stop, from, rises) : null;
}

/** A price that lies behind the leg's start is met at the start. */
function pathPoint(price: number | null, from: number, rises: boolean): number {
  const at = price ?? from;
  return rises ? Math.max(at, from) : Math.min(at, from);
}
