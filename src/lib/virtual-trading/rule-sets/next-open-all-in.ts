/** The rule set next-open-all-in: orders or flags after each candle, trades of their own, equity, statistics. */

import {toNumber} from "../../core/decimal.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {Reason} from "../rejection.js";
import type {SimulationCase} from "../simulate/case-format.js";
import type {CaseAction, CaseOrder} from "../simulate/case-orders.js";
import {allowFields, childNode, flag, optionalNumber, optionalWord} from "../simulate/field-reading.js";
import type {ActionResult, RuleSetResult} from "../simulate/result.js";
import {closeTrade, equityOf, type OpenTrade} from "./next-open-account.js";
import {ALL_IN, type Entry, entryResult} from "./next-open-entries.js";
import {cancelEntry, closeAll, entryCandle, type NextOpenRun, processCandle, sendEntry} from "./next-open-run.js";
import {curveStatistics} from "./next-open-stats.js";

interface Session {
  readonly input: SimulationCase;
  readonly run: NextOpenRun;
  /** Every entry with the stop that it was sent with. */
  readonly entries: {readonly entry: Entry; readonly stop: number | null}[];
  readonly actions: ActionResult[];
  readonly equity: number[];
  readonly options: {readonly finalize: boolean; readonly warmup: number; readonly periodsPerYear: number};
}

export function simulateNextOpenAllIn(input: SimulationCase): RuleSetResult {
  const session = openSession(input);
  const {candles} = input.market;
  sendAfter(session, -1);
  for (let i = 0; i < candles.length; i++) {
    if (!playCandle(session, i)) break;
    sendAfter(session, i);
  }
  if (session.options.finalize) finalize(session);
  return report(session);
}

function openSession(input: SimulationCase): Session {
  const node = input.model;
  allowFields(node, [
    "marketFill",
    "spread",
    "commission",
    "hedging",
    "exclusive",
    "finalize",
    "warmup",
    "periodsPerYear"
  ]);
  const commission = childNode(node, "commission");
  allowFields(commission, ["fixed", "rate"]);
  const increment = input.instrument.amountIncrement;
  return {
    input,
    run: {
      model: {
        fillsAtClose: optionalWord(node, "marketFill", ["open", "close"]) === "close",
        spread: optionalNumber(node, "spread", {min: 0}) ?? 0,
        hedging: flag(node, "hedging", false),
        exclusive: flag(node, "exclusive", false),
        lot: increment === null ? 1 : toNumber(increment)
      },
      account: {
        commission: {
          fixed: optionalNumber(commission, "fixed", {min: 0}) ?? 0,
          rate: optionalNumber(commission, "rate") ?? 0
        },
        settled: input.cash,
        open: [],
        closed: [],
        fills: []
      },
      closes: [],
      waiting: [],
      nextAge: 1
    },
    entries: [],
    actions: [],
    equity: [],
    options: {
      finalize: flag(node, "finalize", true),
      warmup: optionalNumber(node, "warmup", {min: 0, whole: true}) ?? 0,
      periodsPerYear: optionalNumber(node, "periodsPerYear", {above: 0}) ?? 252
    }
  };
}

/** @returns false when nothing is left: the run ends, and the curve stays at 0. */
function playCandle({input, run, equity}: Session, i: number): boolean {
  const at = entryCandle(input.market.candles, i, run.model.fillsAtClose);
  if (at === null) return false;
  processCandle(run, at);
  const value = equityOf(run.account, at.candle.close);
  if (value > 0) {
    equity.push(value);
    return true;
  }
  const moment = {price: at.candle.close, index: i, time: at.candle.closeTime};
  for (const trade of [...run.account.open]) {
    closeTrade(run.account, trade, {amount: trade.amount, reason: "out-of-money", orderId: trade.entryId, at: moment});
  }
  run.account.settled = 0;
  while (equity.length < input.market.candles.length) equity.push(0);
  return false;
}

/** What is sent once candle `i` has closed: orders, actions, then flags. */
function sendAfter(session: Session, i: number): void {
  const {input} = session;
  const {candles} = input.market;
  const close = candles[Math.max(i, 0)]?.close ?? 0;
  for (const order of input.orders) if (sentAfter(order, candles) === i) send(session, order, close);
  for (const action of input.actions) {
    if (sentAfter(action, candles) !== i) continue;
    const reason = act(session, action);
    session.actions.push({index: action.index, ok: reason === null, reason});
  }
  if (i >= 0 && i < candles.length - 1) raiseFlags(session, i, close);
}

/** The candle after which something is sent; a time belongs to the last candle that closed by then. */
function sentAfter(
  sent: {readonly candle: number | null; readonly time: number | null},
  candles: readonly MatchedCandle[]
): number {
  if (sent.candle !== null) return sent.candle;
  const time = sent.time ?? 0;
  return candles.findLastIndex((candle) => candle.closeTime <= time);
}

function send(session: Session, {request, stopLoss, takeProfit}: CaseOrder, close: number): void {
  const {id, side, type, amount, fraction, limit, stop, tag} = request;
  const terms = {id, side, type, amount, fraction: fraction ?? ALL_IN, limit, stop, stopLoss, takeProfit, tag};
  track(session, {...terms, age: 0, state: "pending", reason: null, filled: 0, price: null, triggered: false}, close);
}

function track(session: Session, entry: Entry, close: number): void {
  session.entries.push({entry, stop: entry.stop});
  sendEntry(session.run, entry, close);
}

/** Flags close everything, then enter with all the cash. */
function raiseFlags(session: Session, i: number, close: number): void {
  const {signals} = session.input;
  const long = signals.enterLong.has(i);
  const short = signals.enterShort.has(i);
  if (long || short || signals.exitLong.has(i) || signals.exitShort.has(i)) closeAll(session.run, "signal");
  if (long === short) return;
  const entry: Entry = {
    id: `${long ? "long" : "short"}-${i}`,
    side: long ? "buy" : "sell",
    type: "market",
    amount: null,
    fraction: ALL_IN,
    limit: null,
    stop: null,
    stopLoss: null,
    takeProfit: null,
    tag: signals.tags.get(i) ?? null,
    age: 0,
    state: "pending",
    reason: null,
    filled: 0,
    price: null,
    triggered: false
  };
  track(session, entry, close);
}

function act(session: Session, action: CaseAction): Reason | null {
  const {run} = session;
  const trades = run.account.open.filter((trade) => action.id === "all" || trade.entryId === action.id);
  if (action.kind === "close") return closePortion(run, trades, action.portion ?? 1);
  const entry = run.waiting.find((waiting) => waiting.id === action.id);
  if (action.kind === "cancel") {
    if (entry === undefined) return "not-open";
    cancelEntry(entry);
    run.waiting = run.waiting.filter((waiting) => waiting !== entry);
    return null;
  }
  const targets: (Entry | OpenTrade)[] = entry === undefined ? trades : [entry];
  if (targets.length === 0) return "not-open";
  for (const target of targets) {
    if (action.stopLoss !== undefined) target.stopLoss = action.stopLoss;
    if (action.takeProfit === undefined) continue;
    target.takeProfit = action.takeProfit;
    if ("targetAge" in target) target.targetAge = run.nextAge++;
  }
  return null;
}

/** Whole lots, at least one of each trade. */
function closePortion(run: NextOpenRun, trades: readonly OpenTrade[], portion: number): Reason | null {
  if (trades.length === 0) return "no-position";
  const {lot} = run.model;
  for (const trade of trades) {
    const amount = portion === 1 ? trade.amount : Math.max(lot, roundHalfEven((trade.amount * portion) / lot) * lot);
    run.closes.push({trade, amount, reason: "close", orderId: trade.entryId});
  }
  return null;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Open trades close on the last candle at its open. */
function finalize({input, run, equity}: Session): void {
  const index = input.market.candles.length - 1;
  const last = input.market.candles[index];
  if (last === undefined || run.account.open.length === 0) return;
  const at = {price: last.open, index, time: last.openTime};
  for (const trade of [...run.account.open]) {
    closeTrade(run.account, trade, {amount: trade.amount, reason: "finalize", orderId: trade.entryId, at});
  }
  equity[index] = run.account.settled;
}

function report(session: Session): RuleSetResult {
  const {input, run, equity, options} = session;
  const {open, closed, fills, settled} = run.account;
  const {candles} = input.market;
  const sum = (pick: (trade: (typeof closed)[number]) => number): number =>
    closed.reduce((total, trade) => total + pick(trade), 0);
  const held = open.reduce((total, trade) => total + trade.direction * trade.amount, 0);
  const cost = open.reduce((total, trade) => total + trade.direction * trade.amount * trade.entryPrice, 0);
  const fees = sum((trade) => trade.fees);
  const curve = equity.map((value, i) => [candles[i]?.closeTime ?? 0, value] as const);
  return {
    orders: session.entries.map(({entry, stop}) => entryResult(entry, stop)),
    fills: fills.toSorted((a, b) => a.time - b.time),
    trades: closed,
    position: {
      amount: held,
      averagePrice: held === 0 ? null : cost / held,
      realizedProfit: sum((trade) => trade.profit)
    },
    cash: settled - cost,
    equity: equity.at(-1) ?? settled,
    fees,
    actions: session.actions.sort((a, b) => a.index - b.index),
    warnings: [],
    ...(input.output.has("equityCurve") ? {equityCurve: curve} : {}),
    ...(input.output.has("stats") ? {stats: curveStatistics({candles, equity, trades: closed, ...options})} : {})
  };
}
