/**
 * Carries the session's orders out at a venue. Each order passes the lock on its way, is written down before it is sent,
 * and is there once. What the venue says is compared with our record again and again; what cannot be explained is told
 * to whoever pauses trading. One thing at a time: a comparison never meets an order half sent.
 */
import type {OrderAccepted, OrderCanceled} from "../../lib/events/trade-execution-event.js";
import {clientOrderId} from "./client-order-id.js";
import {isArmed, type LockSituation, missingConditions} from "./production-lock.js";
import {type Difference, type Reconciliation, reconcile} from "./reconcile.js";
import {sendOrder} from "./send-order.js";
import type {Venue, VenueFill, VenueOrder} from "./venue.js";
import {isAtWork, isReducing, netAmount, type RecordedOrder} from "./venue-record.js";
import type {VenueStore} from "./venue-store.js";

export interface VenueDeskOptions {
  readonly session: string;
  readonly venue: Venue;
  readonly store: VenueStore;
  /** Symbols at the venue by our instruments' ids. */
  readonly symbols: ReadonlyMap<string, string>;
  /** How long after its decision an order that opens a position may still be sent, in market milliseconds. */
  readonly orderLifeMs: number;
  readonly situation: () => Promise<LockSituation>;
  /** Last price known to the session; null before the first. */
  readonly lastPrice: (instrument: string) => number | null;
  /** What the session holds by symbol; null for a symbol with an open order, whose outcome is yet to come. */
  readonly positions: () => Promise<ReadonlyMap<string, string | null>>;
  /** Session and venue have come apart: trading is to pause. */
  readonly onApart: (reasons: readonly string[]) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
}

export interface VenueDesk {
  take(event: OrderAccepted | OrderCanceled): Promise<void>;
  /** Looks up what is in doubt, takes over what is new, and tells what differs. */
  reconcile(): Promise<readonly Difference[]>;
}

const DAY_MS = 86_400_000;
/** Our clock and the venue's agree no better than this. */
const CLOCK_MARGIN_MS = 60_000;
/** Between two looks at a difference: orders are filled while we ask. */
const SECOND_LOOK_MS = 500;

export function createVenueDesk(options: VenueDeskOptions): VenueDesk {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  return {
    take: (event) => inTurn(() => (event.fact === "OrderAccepted" ? accept(options, event) : cancel(options, event))),
    reconcile: () => inTurn(() => compare(options))
  };
}

async function accept(options: VenueDeskOptions, {payload}: OrderAccepted): Promise<void> {
  const {session, venue, store, symbols} = options;
  const {orderId, instrument, side, orderType, amount, limitPrice, stopPrice, timeInForce} = payload;
  const symbol = symbols.get(instrument);
  if (symbol === undefined) return;
  const known = await store.order(orderId);
  if (known !== null && known.state !== "intended") return;
  const wish: VenueOrder = {
    clientOrderId: clientOrderId(session, orderId),
    symbol,
    side,
    type: orderType,
    amount,
    limitPrice,
    stopPrice,
    timeInForce
  };
  if (known === null) {
    const {reasons, isActive} = await whyNot(options, {wish, instrument, submittedAt: payload.submittedAt});
    const state = reasons.length > 0 ? "withheld" : "intended";
    const reason = reasons.length > 0 ? reasons.join("; ") : null;
    await store.intend({orderId, instrument, wish, state, reason, at: venue.now()});
    if (reason !== null) {
      if (isActive) await options.onApart([`an order to ${side} ${amount} ${symbol} was withheld: ${reason}`]);
      return;
    }
  }
  await send(options, {orderId, wish, mayBeThere: known !== null});
}

interface Sending {
  readonly orderId: string;
  readonly wish: VenueOrder;
  readonly mayBeThere: boolean;
}

async function send({venue, store, pause, onApart}: VenueDeskOptions, sending: Sending): Promise<void> {
  const {orderId, wish, mayBeThere} = sending;
  const sent = await sendOrder({venue, order: wish, mayBeThere, pause});
  const what = `the order to ${wish.side} ${wish.amount} ${wish.symbol}`;
  switch (sent.kind) {
    case "accepted":
      await store.settle(orderId, {state: sent.state.state, known: sent.state});
      return;
    case "refused":
      await store.settle(orderId, {state: "refused", reason: sent.reason});
      await onApart([`${what} was refused: ${sent.reason}`]);
      return;
    case "unknown":
      // It stays "intended": the next comparison looks it up.
      await onApart([`${what} may or may not be at the venue: ${sent.reason}`]);
  }
}

async function cancel({venue, store}: VenueDeskOptions, {payload}: OrderCanceled): Promise<void> {
  const order = await store.order(payload.orderId);
  if (order === null || !isAtWork(order)) return;
  await venue.cancel(order.wish);
  const known = await venue.find(order.wish);
  if (known !== null) await store.settle(order.orderId, {state: known.state, known});
}

/** Why an order may not be sent; empty when it may. Active: trading at the venue has been armed and not taken back. */
async function whyNot(
  options: VenueDeskOptions,
  order: {readonly wish: VenueOrder; readonly instrument: string; readonly submittedAt: number}
): Promise<{readonly reasons: readonly string[]; readonly isActive: boolean}> {
  const {store, situation} = options;
  const now = await situation();
  const isActive = now.arming !== null;
  const missing = missingConditions(now);
  const others = missing.filter(({lock}) => lock !== "arming").map(({message}) => message);
  // A position that was opened while it was armed can always be made smaller, until somebody disarms.
  const held = netAmount(await store.fills(), order.wish.symbol);
  if (isActive && isReducing(held, order.wish)) return {reasons: others, isActive};
  const reasons = missing.map(({message}) => message);
  if (!isArmed(now)) return {reasons, isActive};
  return {reasons: [...reasons, ...(await overLimits(options, order, now))], isActive};
}

async function overLimits(
  {venue, store, lastPrice, orderLifeMs}: VenueDeskOptions,
  {wish, instrument, submittedAt}: {wish: VenueOrder; instrument: string; submittedAt: number},
  {limits: {maximumOrderValue, maximumDailyOrders}}: LockSituation
): Promise<readonly string[]> {
  const now = venue.now();
  const price = wish.limitPrice === null ? lastPrice(instrument) : Number(wish.limitPrice);
  const reasons: string[] = [];
  if (now - submittedAt > orderLifeMs) reasons.push("its time has passed while the daemon was away");
  if (price === null) reasons.push("no price is known to judge its value by");
  else if (maximumOrderValue !== null && price * Number(wish.amount) > maximumOrderValue)
    reasons.push(`its value is above production.maximumOrderValue (${maximumOrderValue})`);
  const today = await store.sentSince(now - (now % DAY_MS));
  if (maximumDailyOrders !== null && today >= maximumDailyOrders)
    reasons.push(`${today} orders were sent today, as many as production.maximumDailyOrders allows`);
  return reasons;
}

async function compare(options: VenueDeskOptions): Promise<readonly Difference[]> {
  const {pause, onApart} = options;
  await settleDoubts(options);
  const first = await takeOver(options);
  if (first.differences.length === 0) return [];
  await pause(SECOND_LOOK_MS);
  const {differences} = await takeOver(options);
  if (differences.length > 0) await onApart(differences.map(({message}) => message));
  return differences;
}

/** Orders whose sending was cut off: they are there, or it is certain that they are not. */
async function settleDoubts(options: VenueDeskOptions): Promise<void> {
  const {store, venue, pause, onApart} = options;
  for (const order of await store.sent()) {
    if (order.state !== "intended") continue;
    const {orderId, wish} = order;
    let known = await venue.find(wish);
    if (known === null) {
      await pause(venue.requestLifeMs);
      known = await venue.find(wish);
    }
    if (known !== null) await store.settle(orderId, {state: known.state, known});
    else {
      await store.settle(orderId, {state: "refused", reason: "it never reached the venue"});
      await onApart([`the order to ${wish.side} ${wish.amount} ${wish.symbol} never reached the venue`]);
    }
  }
}

/** Records the fills and ends that we had not heard of. */
async function takeOver(options: VenueDeskOptions): Promise<Reconciliation> {
  const {venue, store, positions} = options;
  const orders = await store.sent();
  const symbols = [...new Set(orders.map(({wish}) => wish.symbol))];
  // Orders before fills before balances: what happens in between shows in the later ones, and a second look settles it.
  const openOrders = (await inOrder(symbols, (symbol) => venue.openOrders(symbol))).flat();
  const fills = (await inOrder(symbols, (symbol) => allFills(venue, symbol, orders))).flat();
  const balances = await venue.balances();
  const own = {orders, openings: await store.openings(), positions: await positions()};
  const result = reconcile(own, {openOrders, fills, balances});
  await store.addFills(result.fills);
  for (const {orderId, wish} of result.ended) {
    const known = await venue.find(wish);
    if (known !== null) await store.settle(orderId, {state: known.state, known});
  }
  return result;
}

/** From our first order of the symbol on, page after page. */
async function allFills(venue: Venue, symbol: string, orders: readonly RecordedOrder[]): Promise<readonly VenueFill[]> {
  const fills = new Map<string, VenueFill>();
  const begun = Math.min(...orders.filter(({wish}) => wish.symbol === symbol).map(({intendedAt}) => intendedAt));
  let since = begun - CLOCK_MARGIN_MS;
  for (;;) {
    const page = await venue.fills(symbol, since);
    const before = fills.size;
    for (const fill of page) fills.set(fill.tradeId, fill);
    const newest = page.at(-1);
    // A page that brings nothing new is the last: the next begins where this one ends.
    if (newest === undefined || fills.size === before) return [...fills.values()];
    since = newest.at;
  }
}

async function inOrder<T, Result>(items: readonly T[], ask: (item: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await ask(item));
  return results;
}
