/**
 * The rule set freqtrade-like: signals of one candle act on the next, one position at a time, limit entries and exits
 * with timeouts, stops that trail, and targets by time held. Computed in float64, as the engine it follows does.
 */
import {MINUTE_MS} from "../../core/time.js";
import {feeRatesAt} from "../instrument-rules.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {SimulationCase} from "../simulate/case-format.js";
import {allowFields} from "../simulate/field-reading.js";
import type {FillResult, RuleSetResult, TradeResult} from "../simulate/result.js";
import {exitChoices} from "./freqtrade-exits.js";
import {feeTerms, type HeldTrade, profitRatio, startStop} from "./freqtrade-trade.js";

interface WaitingOrder {
  readonly placedAt: number;
  price: number;
  /** Why the position is left; null for an entry. */
  readonly reason: string | null;
}

interface Run {
  readonly input: SimulationCase;
  readonly fee: number;
  readonly timeframeMinutes: number;
  trade: HeldTrade | null;
  order: WaitingOrder | null;
  readonly trades: TradeResult[];
  readonly fills: FillResult[];
}

export function simulateFreqtradeLike(input: SimulationCase): RuleSetResult {
  allowFields(input.model, []);
  const {candles, timeframeMs} = input.market;
  const run: Run = {
    input,
    fee: feeRatesAt(input.instrument, candles[0]?.openTime ?? 0).taker,
    timeframeMinutes: (timeframeMs ?? 0) / MINUTE_MS,
    trade: null,
    order: null,
    trades: [],
    fills: []
  };
  // Flags of one candle act on the next, so that nothing can happen on the first.
  for (let i = 1; i < candles.length; i++) {
    const candle = candles[i];
    if (candle !== undefined) playCandle(run, candle, i);
  }
  leaveAtEnd(run);
  return report(run);
}

function playCandle(run: Run, candle: MatchedCandle, i: number): void {
  manageOrder(run, candle);
  const isLast = i === run.input.market.candles.length - 1;
  if (run.trade === null && !isLast) enterOnFlag(run, candle, i);
  if (run.trade !== null && !run.trade.isFilled) tryEntry(run, candle);
  if (run.trade?.isFilled !== true) return;
  if (run.order === null) run.order = chooseExit(run, candle, i);
  tryExit(run, candle, i);
}

/** Drops an order that waited too long, and drops or moves an entry that an earlier candle did not fill. */
function manageOrder(run: Run, candle: MatchedCandle): void {
  const {order, trade} = run;
  if (order === null || trade === null) return;
  const {signals} = run.input;
  const minutes = order.reason === null ? signals.entryTimeoutMinutes : signals.exitTimeoutMinutes;
  const isTimedOut = candle.openTime - order.placedAt > minutes * MINUTE_MS;
  const isEntry = order.reason === null;
  if (isTimedOut || (isEntry && signals.reprice === null)) {
    run.order = null;
    if (isEntry) run.trade = null;
    return;
  }
  if (!isEntry || signals.reprice === undefined || signals.reprice === order.price) return;
  const price = signals.reprice ?? order.price;
  run.order = {placedAt: candle.openTime, price, reason: null};
  trade.entryPrice = price;
}

function enterOnFlag(run: Run, candle: MatchedCandle, i: number): void {
  const side = flaggedSide(run.input, i - 1);
  if (side === null) return;
  const wanted = run.input.signals.entryPrice ?? candle.open;
  const price = side === "long" ? Math.min(wanted, candle.high) : Math.max(wanted, candle.low);
  run.order = {placedAt: candle.openTime, price, reason: null};
  run.trade = {
    side,
    isFilled: false,
    entryPrice: price,
    entryIndex: i,
    entryTime: candle.openTime,
    amount: 0,
    stop: null,
    stopDistance: 0,
    isTrailing: false,
    tag: run.input.signals.tags.get(i - 1) ?? null
  };
}

/** Colliding flags cancel each other. */
function flaggedSide({signals}: SimulationCase, flag: number): "long" | "short" | null {
  const long = signals.enterLong.has(flag);
  const short = signals.enterShort.has(flag);
  if (long && !short && !signals.exitLong.has(flag)) return "long";
  return short && !long && !signals.exitShort.has(flag) ? "short" : null;
}

function tryEntry(run: Run, candle: MatchedCandle): void {
  const {order, trade} = run;
  if (order === null || trade === null || !isInside(order.price, candle)) return;
  trade.isFilled = true;
  trade.entryPrice = order.price;
  trade.amount = (run.input.stake ?? run.input.cash) / order.price;
  startStop(trade, run.input.signals);
  run.order = null;
  const side = trade.side === "long" ? "entry" : "short-entry";
  pushFill(run, {id: side, time: candle.openTime, price: order.price, amount: trade.amount});
}

function isInside(price: number, {low, high}: MatchedCandle): boolean {
  return low <= price && price <= high;
}

function chooseExit(run: Run, candle: MatchedCandle, i: number): WaitingOrder | null {
  const {trade} = run;
  const {signals} = run.input;
  if (trade === null) return null;
  const isLong = trade.side === "long";
  const choice = exitChoices({
    trade,
    candle,
    signals,
    fee: run.fee,
    timeframeMinutes: run.timeframeMinutes,
    hasExitFlag: (isLong ? signals.exitLong : signals.exitShort).has(i - 1),
    hasEntryFlag: (isLong ? signals.enterLong : signals.enterShort).has(i - 1)
  })[0];
  return choice === undefined ? null : {placedAt: candle.openTime, price: choice.price, reason: choice.reason};
}

function tryExit(run: Run, candle: MatchedCandle, i: number): void {
  const {order, trade} = run;
  if (order === null || trade === null || order.reason === null || !isInside(order.price, candle)) return;
  closeTrade(run, trade, {price: order.price, reason: order.reason, index: i, time: candle.openTime});
}

function leaveAtEnd(run: Run): void {
  const index = run.input.market.candles.length - 1;
  const last = run.input.market.candles[index];
  if (run.trade?.isFilled !== true || last === undefined) return;
  closeTrade(run, run.trade, {price: last.open, reason: "force-exit", index, time: last.openTime});
}

interface Exit {
  readonly price: number;
  readonly reason: string;
  readonly index: number;
  readonly time: number;
}

function closeTrade(run: Run, trade: HeldTrade, exit: Exit): void {
  const {amount, entryPrice} = trade;
  const terms = feeTerms(trade.side, run.fee);
  const paid = entryPrice * amount * terms.entry;
  const got = exit.price * amount * terms.exit;
  run.trades.push({
    side: trade.side,
    entryIndex: trade.entryIndex,
    exitIndex: exit.index,
    entryTime: trade.entryTime,
    exitTime: exit.time,
    entryPrice,
    exitPrice: exit.price,
    amount,
    fees: (entryPrice + exit.price) * amount * run.fee,
    profit: trade.side === "long" ? got - paid : paid - got,
    profitRatio: profitRatio(trade, exit.price, run.fee),
    reason: exit.reason,
    tag: trade.tag
  });
  pushFill(run, {id: exit.reason, time: exit.time, price: exit.price, amount});
  run.trade = null;
  run.order = null;
}

function pushFill(run: Run, fill: {readonly id: string; time: number; price: number; amount: number}): void {
  run.fills.push({
    orderId: fill.id,
    time: fill.time,
    price: fill.price,
    amount: fill.amount,
    fee: fill.price * fill.amount * run.fee,
    liquidity: "taker"
  });
}

function report(run: Run): RuleSetResult {
  const sum = (pick: (trade: TradeResult) => number): number =>
    run.trades.reduce((total, trade) => total + pick(trade), 0);
  const profit = sum((trade) => trade.profit);
  const fees = sum((trade) => trade.fees);
  const cash = run.input.cash + profit;
  return {
    orders: [],
    fills: run.fills,
    trades: run.trades,
    position: {amount: 0, averagePrice: null, realizedProfit: profit},
    cash,
    equity: cash,
    fees,
    profitRatioSum: sum((trade) => trade.profitRatio),
    actions: [],
    warnings: []
  };
}
