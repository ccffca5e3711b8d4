/**
 * freqtrade-like for a strategy: its orders are entry and exit flags that act at the next open, one position at a time,
 * and its attached exits are the engine's stop-loss, target and trailing stop. What enlarges or halves a position is
 * refused; an order that would turn it only leaves it.
 */
import {absolute, compare, decimal, sign, toNumber} from "../../core/decimal.js";
import {MINUTE_MS} from "../../core/time.js";
import type {AttachedExits, ExecutionRules} from "../execution-rules.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import {execute} from "../matching/execution.js";
import {endOrder} from "../matching/order-ending.js";
import {startChildren} from "../matching/order-entry.js";
import {openOrders, type Venue} from "../matching/venue.js";
import {venueRates} from "../matching/venue-fees.js";
import {remaining, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import {holdingOf} from "../portfolio.js";
import {exitChoices} from "../rule-sets/freqtrade-exits.js";
import {startStop} from "../rule-sets/freqtrade-trade.js";
import type {CaseSignals} from "../simulate/case-signals.js";
import type {CandlePolicy, PolicyMemory} from "./candle-policy.js";

export function freqtradePolicy({exits}: ExecutionRules): CandlePolicy {
  const signals = signalsOf(exits);
  return {
    arrived: () => {},
    candle: (venue, candle, memory) => {
      if (sign(heldOf(venue)) === 0) memory.trade = null;
      for (const order of flags(venue, candle))
        if (memory.trade === null) enter(venue, order, {candle, memory, signals});
      if (memory.trade !== null) leave(venue, {candle, memory, signals});
      for (const order of flags(venue, candle)) refuse(venue, order, candle.openTime);
      startChildren(venue, candle.openTime);
      if (sign(heldOf(venue)) === 0) memory.trade = null;
    }
  };
}

/** What wants more than one position, or less than all of it. */
function refuse(venue: Venue, order: WorkingOrder, time: number): void {
  const kind = sign(order.filled) > 0 ? "canceled" : "rejected";
  endOrder(venue, order, {kind, reason: "one-position", time});
}

interface Play {
  readonly candle: MatchedCandle;
  readonly memory: PolicyMemory;
  readonly signals: CaseSignals;
}

/** The strategy's own orders that have arrived by the open: whatever is not attached to another. */
function flags(venue: Venue, {openTime}: MatchedCandle): WorkingOrder[] {
  return openOrders(venue).filter((order) => order.request.parent === null && order.arrivedAt <= openTime);
}

function heldOf(venue: Venue) {
  return holdingOf(venue.portfolio, venue.instrument.symbol);
}

/** At the open, or at the order's limit, brought into the candle on the better side; outside of it the entry waits. */
function enter(venue: Venue, order: WorkingOrder, {candle, memory, signals}: Play): void {
  const {openTime} = candle;
  const entryPrice = entryPriceOf(order, candle);
  if (entryPrice < candle.low || entryPrice > candle.high) return;
  execute(venue, order, {price: decimal(entryPrice), amount: remaining(order), liquidity: "taker", time: openTime});
  startChildren(venue, openTime);
  const held = heldOf(venue);
  if (sign(held) === 0) return;
  memory.trade = {
    side: sign(held) > 0 ? "long" : "short",
    isFilled: true,
    entryPrice,
    entryIndex: 0,
    entryTime: openTime,
    amount: toNumber(absolute(held)),
    stop: null,
    stopDistance: 0,
    isTrailing: false,
    tag: null
  };
  startStop(memory.trade, signals);
}

function entryPriceOf({limit, side}: WorkingOrder, {open, high, low}: MatchedCandle): number {
  if (limit === null) return open;
  return side === "buy" ? Math.min(limit, high) : Math.max(limit, low);
}

function leave(venue: Venue, {candle, memory, signals}: Play): void {
  const {trade} = memory;
  if (trade === null) return;
  const flag = flags(venue, candle).find((order) => closes(venue, order));
  const choice = exitChoices({
    trade,
    candle,
    signals,
    fee: venueRates(venue, candle.openTime).taker,
    timeframeMinutes: (candle.closeTime - candle.openTime) / MINUTE_MS,
    hasExitFlag: flag !== undefined,
    hasEntryFlag: false
  })[0];
  if (choice === undefined || choice.price < candle.low || choice.price > candle.high) return;
  const order = choice.reason === "exit-signal" ? flag : exitOrder(venue, choice.reason);
  if (order === undefined || !isOpen(order.state)) return;
  const amount = absolute(heldOf(venue));
  const time = choice.reason === "exit-signal" ? candle.openTime : candle.closeTime;
  execute(venue, order, {price: decimal(choice.price), amount, liquidity: "taker", time});
  startChildren(venue, time);
}

/** Whether an order takes the whole position off, or more. */
function closes(venue: Venue, order: WorkingOrder): boolean {
  const held = heldOf(venue);
  const opposes = order.side === "sell" ? sign(held) > 0 : sign(held) < 0;
  return opposes && compare(remaining(order), absolute(held)) >= 0;
}

/** The attached order that stands for an exit of the engine. */
function exitOrder(venue: Venue, reason: string): WorkingOrder | undefined {
  return openOrders(venue).find(({id, request}) => request.parent !== null && id.endsWith(`:${reason}`));
}

function signalsOf({stopLoss, takeProfit, trailingStop}: AttachedExits): CaseSignals {
  const none: ReadonlySet<number> = new Set();
  return {
    enterLong: none,
    exitLong: none,
    enterShort: none,
    exitShort: none,
    stopLoss,
    takeProfit: takeProfit === null ? [] : [{minutes: 0, ratio: takeProfit}],
    trailing:
      trailingStop === null ? null : {distance: trailingStop, positive: null, offset: 0, onlyAfterOffset: false},
    customStop: null,
    useExitSignal: true,
    entryPrice: null,
    exitPrice: null,
    entryTimeoutMinutes: 0,
    exitTimeoutMinutes: 0,
    reprice: undefined,
    tags: new Map()
  };
}
