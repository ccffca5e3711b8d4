/** A broker's state as plain JSON, and back into a broker with the same options. */

import {type Message, settleDesk} from "./broker-desk.js";
import type {BrokerState} from "./broker-state.js";
import type {PolicyMemory} from "./candle-policies/candle-policy.js";
import type {Ledger} from "./ledger.js";
import type {Book, UsedLevel} from "./matching/venue.js";
import type {TieredFees} from "./models/fee-tiers.js";
import {type MarketEstimate, newEstimate} from "./models/market-estimate.js";
import type {WorkingOrder} from "./order.js";
import type {TradingState} from "./risk-checks.js";
import {decodeState, encodeState, type Json} from "./state-codec.js";

/** Version 1. JSON through and through; exact numbers are decimal text. */
export interface BrokerSnapshot {
  readonly version: 1;
  readonly state: Json;
}

interface SavedDesk {
  readonly orders: readonly WorkingOrder[];
  readonly book: Book | null;
  readonly usedBids: ReadonlyMap<number, UsedLevel>;
  readonly usedAsks: ReadonlyMap<number, UsedLevel>;
  readonly last: number | null;
  readonly nextSequence: number;
  readonly messages: readonly Message[];
  readonly now: number;
  readonly dataTime: number | null;
  readonly estimate?: MarketEstimate | null;
  /** Of a rule set that remembers something. */
  readonly trade?: PolicyMemory["trade"];
}

interface SavedState {
  readonly ledger: Ledger;
  readonly realized: BrokerState["portfolio"]["realized"];
  readonly desks: ReadonlyMap<string, SavedDesk>;
  readonly tradingState: TradingState;
  readonly cash: number;
  readonly peakEquity: number;
  readonly sentTimes: readonly number[];
  readonly recentIds: readonly string[];
  readonly traded?: TieredFees["days"] | null;
}

export function snapshotOf(state: BrokerState): BrokerSnapshot {
  const desks = new Map<string, SavedDesk>();
  for (const [instrument, {venue, messages, now, dataTime, memory}] of state.desks) {
    const {book, usedBids, usedAsks, last, nextSequence, estimate} = venue;
    const orders = [...venue.orders.values()];
    const desk = {orders, book, usedBids, usedAsks, last, nextSequence, messages, now, dataTime};
    const {trade} = memory;
    desks.set(instrument, {...desk, ...(estimate === null ? {} : {estimate}), ...(trade === null ? {} : {trade})});
  }
  const {portfolio, tradingState, cash, peakEquity, sentTimes} = state;
  const saved: SavedState = {
    ledger: portfolio.ledger,
    realized: portfolio.realized,
    desks,
    tradingState,
    cash,
    peakEquity,
    sentTimes,
    recentIds: state.recentIds.list(),
    ...(state.tieredFees === null ? {} : {traded: state.tieredFees.days})
  };
  return {version: 1, state: encodeState(saved)};
}

export function restoreState(state: BrokerState, snapshot: BrokerSnapshot): void {
  const saved = decodeState(snapshot.state) as SavedState;
  refill(state.portfolio.ledger.balances, saved.ledger.balances);
  state.portfolio.ledger.postings = saved.ledger.postings;
  refill(state.portfolio.realized, saved.realized);
  for (const [instrument, desk] of state.desks) {
    const from = saved.desks.get(instrument);
    if (from === undefined) continue;
    const {venue} = desk;
    refill(venue.orders, new Map(from.orders.map((order) => [order.id, order] as const)));
    refill(venue.usedBids, from.usedBids);
    refill(venue.usedAsks, from.usedAsks);
    Object.assign(venue, {book: from.book, last: from.last, nextSequence: from.nextSequence});
    Object.assign(desk, {messages: [...from.messages], now: from.now, dataTime: from.dataTime});
    desk.memory.trade = from.trade ?? null;
    if (venue.estimate !== null) Object.assign(venue.estimate, from.estimate ?? newEstimate());
    settleDesk(desk);
  }
  state.tradingState = saved.tradingState;
  state.cash = saved.cash;
  state.peakEquity = saved.peakEquity;
  state.sentTimes = [...saved.sentTimes];
  state.recentIds.restore(saved.recentIds);
  restoreTiers(state.tieredFees, saved.traded ?? null);
}

function restoreTiers(fees: TieredFees | null, traded: TieredFees["days"] | null): void {
  if (fees === null) return;
  refill(fees.days, traded ?? new Map());
  fees.current = null;
}

function refill<Key, Value>(into: Map<Key, Value>, from: ReadonlyMap<Key, Value>): void {
  into.clear();
  for (const [key, value] of from) into.set(key, value);
}
