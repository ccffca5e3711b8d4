/** The result of a run of orders: orders, fills in time order, round trips, position, cash and equity. */
import {decimal, divide, multiply, subtract, toNumber} from "../../core/decimal.js";
import {balance} from "../ledger.js";
import type {FillOutcome} from "../matching/venue.js";
import {remaining, type WorkingOrder} from "../order.js";
import {cashOf, equityAt, type Portfolio, positionView, settledCash} from "../portfolio.js";
import {heldTrip, type RoundTrip, type TripTracker, trackFill} from "../round-trips.js";
import type {SimulationCase} from "../simulate/case-format.js";
import type {ActionResult, FillResult, OrderResult, RuleSetResult, TradeResult, Warning} from "../simulate/result.js";

export interface FinishedRun {
  readonly portfolio: Portfolio;
  readonly orders: readonly WorkingOrder[];
  readonly fills: readonly FillOutcome[];
  /** The price to value the position at; null when none is known. */
  readonly mark: number | null;
  readonly actions: readonly ActionResult[];
  readonly warnings: readonly Warning[];
  readonly equityCurve: readonly (readonly [number, number])[];
}

export function reportRun(input: SimulationCase, run: FinishedRun): RuleSetResult {
  const {portfolio} = run;
  const {symbol} = input.instrument;
  const fills = run.fills.toSorted((a, b) => a.time - b.time);
  const equity = equityAt(portfolio, symbol, run.mark);
  return {
    orders: run.orders.map(orderResult),
    fills: fills.map(fillResult),
    trades: roundTrips(run, fills, input),
    position: positionView(portfolio, symbol),
    cash: toNumber(showsSettled(input) ? settledCash(portfolio) : cashOf(portfolio)),
    equity: equity === null ? null : toNumber(equity),
    fees: toNumber(balance(portfolio.ledger, "fees")),
    actions: run.actions.toSorted((a, b) => a.index - b.index),
    warnings: run.warnings,
    ...(input.output.has("equityCurve") ? {equityCurve: run.equityCurve} : {})
  };
}

/** Only papertape-1 reads the kind of account. */
function showsSettled(input: SimulationCase): boolean {
  return input.rules === "papertape-1" && input.account === "margin";
}

function orderResult(order: WorkingOrder): OrderResult {
  const filled = toNumber(order.filled);
  const average = () => divide(order.filledValue, order.filled, {scale: 24, rounding: "half-up"});
  return {
    id: order.id,
    side: order.side,
    type: order.request.type,
    state: order.state,
    reason: order.reason,
    amount: toNumber(order.amount),
    filled,
    remaining: toNumber(remaining(order)),
    averagePrice: filled === 0 ? null : toNumber(average()),
    fee: toNumber(order.fee),
    liquidity: order.liquidity,
    limit: order.limit,
    stop: order.stop,
    triggered: order.triggered
  };
}

function fillResult(fill: FillOutcome): FillResult {
  return {
    orderId: fill.orderId,
    time: fill.time,
    price: toNumber(fill.price),
    amount: toNumber(fill.amount),
    fee: toNumber(fill.fee),
    ...(fill.feeIn === "base" ? {feeIn: "base" as const} : {}),
    liquidity: fill.liquidity
  };
}

function roundTrips(run: FinishedRun, fills: readonly FillOutcome[], input: SimulationCase): TradeResult[] {
  const held = input.rules === "papertape-1" ? input.position : null;
  const tracker: TripTracker = {open: null};
  if (held !== null && held.amount !== 0) {
    const side = held.amount > 0 ? "buy" : "sell";
    tracker.open = heldTrip(side, decimal(Math.abs(held.amount)), decimal(held.averagePrice));
  }
  const requests = new Map(run.orders.map((order) => [order.id, order.request] as const));
  const trips: TradeResult[] = [];
  for (const fill of fills) {
    const request = requests.get(fill.orderId);
    const isBase = fill.feeIn === "base";
    const trip = trackFill(tracker, {
      side: fill.side,
      time: fill.time,
      price: fill.price,
      amount: isBase ? subtract(fill.amount, fill.fee) : fill.amount,
      fee: isBase ? multiply(fill.fee, fill.price) : fill.fee,
      tag: request?.tag ?? null,
      reason: request?.type ?? ""
    });
    if (trip !== null) trips.push(withIndexes(trip, input));
  }
  return trips;
}

/** On candles a trip also names the candles of its first and last fill. */
function withIndexes(trip: RoundTrip, {market}: SimulationCase): TradeResult {
  if (market.candles.length === 0) return trip;
  const indexOf = (time: number): number | null => {
    const opened = market.candles.findIndex(({openTime}) => openTime === time);
    const index = opened >= 0 ? opened : market.candles.findIndex(({closeTime}) => closeTime === time);
    return index >= 0 ? index : null;
  };
  return {
    ...trip,
    entryIndex: trip.entryTime === null ? null : indexOf(trip.entryTime),
    exitIndex: indexOf(trip.exitTime)
  };
}
