/**
 * What the rule sets with whole orders share: orders are sent at their times, may be canceled or changed, and are
 * filled at prices that the rule set names. Fees, books, lifecycle and report are those of every other rule set.
 */
import {add, compare, type Decimal, decimal, multiply, sign, toNumber, ZERO} from "../../core/decimal.js";
import type {LiquiditySide} from "../../vocabulary/order.js";
import {chargeFee} from "../instrument-rules.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {FillOutcome} from "../matching/venue.js";
import {remaining, type WorkingOrder, workingOrder} from "../order.js";
import {advance, isOpen} from "../order-lifecycle.js";
import {bookFill, createPortfolio, equityAt, type Portfolio} from "../portfolio.js";
import type {Reason} from "../rejection.js";
import type {SimulationCase} from "../simulate/case-format.js";
import type {CaseAction, CaseOrder} from "../simulate/case-orders.js";
import type {ActionResult, RuleSetResult, Warning} from "../simulate/result.js";
import {reportRun} from "./run-report.js";

export interface SentOrder {
  readonly source: CaseOrder;
  readonly time: number;
  readonly order: WorkingOrder;
}

export interface OrderRun {
  readonly input: SimulationCase;
  readonly portfolio: Portfolio;
  readonly sent: readonly SentOrder[];
  readonly fills: FillOutcome[];
  readonly actions: ActionResult[];
  readonly warnings: Warning[];
  readonly equityCurve: [number, number][];
  last: number | null;
}

export function createRun(input: SimulationCase): OrderRun {
  return {
    input,
    portfolio: createPortfolio(decimal(input.cash)),
    sent: input.orders.map((source) => ({
      source,
      time: source.time ?? 0,
      order: workingOrder(source.request, source.request.amount === null ? ZERO : decimal(source.request.amount))
    })),
    fills: [],
    actions: [],
    warnings: [],
    equityCurve: [],
    last: null
  };
}

/** Something that happens in a run. At the same time the smaller rank comes first, then the order of the file. */
export interface RunEvent {
  readonly time: number;
  readonly rank: number;
  readonly run: () => void;
}

/** Ranks of the moments of a run: data first, then orders, then actions. */
export const RANK = {data: 0, order: 1, action: 2} as const;

/** Plays data, orders and actions in order of time. */
export function playEvents(run: OrderRun, data: readonly RunEvent[], onOrder: (sent: SentOrder) => void): void {
  const events: RunEvent[] = [...data];
  for (const sent of run.sent) {
    const arrive = (): void => {
      advance(sent.order, "accept");
      onOrder(sent);
    };
    events.push({time: sent.time, rank: RANK.order, run: arrive});
  }
  for (const action of run.input.actions) {
    events.push({time: action.time, rank: RANK.action, run: () => act(run, action)});
  }
  events.sort((a, b) => a.time - b.time || a.rank - b.rank);
  for (const event of events) event.run();
}

function act(run: OrderRun, action: CaseAction): void {
  const order = run.sent.find((sent) => sent.order.id === action.id)?.order;
  const reason = order === undefined ? "not-open" : changeOrder(order, action);
  run.actions.push({index: action.index, ok: reason === null, reason});
}

function changeOrder(order: WorkingOrder, {kind, amount, limit, stop}: CaseAction): Reason | null {
  if (!isOpen(order.state)) return "not-open";
  if (kind !== "modify") {
    advance(order, "cancel");
    order.reason = "user";
    return null;
  }
  if (amount !== null) {
    if (!(amount > 0)) return "bad-amount";
    if (compare(decimal(amount), order.filled) < 0) return "amount-below-filled";
    order.amount = decimal(amount);
    if (sign(remaining(order)) === 0) {
      advance(order, "cancel");
      order.reason = "user";
    }
  }
  order.limit = limit ?? order.limit;
  order.stop = stop ?? order.stop;
  return null;
}

/** The orders that are open and were sent before `time`, in the order of the file. */
export function openSince(run: OrderRun, isSent: (time: number) => boolean): SentOrder[] {
  return run.sent.filter((sent) => isOpen(sent.order.state) && isSent(sent.time));
}

export interface RunFill {
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly liquidity: LiquiditySide;
  readonly time: number;
  /** A fee in quote units that replaces the instrument's rates. */
  readonly fee?: Decimal;
  /** Digits to which the fee is rounded; null: not at all. */
  readonly feeDigits: number | null;
}

export function fillOrder(run: OrderRun, order: WorkingOrder, fill: RunFill): void {
  const {price, amount, liquidity, time} = fill;
  const {side} = order;
  const {instrument} = run.input;
  const charged =
    fill.fee === undefined
      ? chargeFee(instrument, {side, price, amount, liquidity, time}, fill.feeDigits)
      : {fee: fill.fee, feeIn: "quote" as const};
  bookFill(run.portfolio, instrument.symbol, {side, price, amount, ...charged});
  order.filled = add(order.filled, amount);
  order.filledValue = add(order.filledValue, multiply(price, amount));
  order.fee = add(order.fee, charged.fee);
  order.liquidity = liquidity;
  advance(order, sign(remaining(order)) === 0 ? "complete" : "fill");
  const left = remaining(order);
  run.fills.push({
    kind: "filled",
    orderId: order.id,
    time,
    side,
    price,
    amount,
    liquidity,
    remaining: left,
    ...charged
  });
}

/** A candle has closed: its close is the last price, and a point of the equity curve. */
export function closeCandle(run: OrderRun, candle: MatchedCandle): void {
  run.last = candle.close;
  const equity = equityAt(run.portfolio, run.input.instrument.symbol, candle.close);
  if (equity !== null) run.equityCurve.push([candle.closeTime, toNumber(equity)]);
}

export function finishRun(run: OrderRun): RuleSetResult {
  return reportRun(run.input, {...run, orders: run.sent.map((sent) => sent.order), mark: run.last});
}
