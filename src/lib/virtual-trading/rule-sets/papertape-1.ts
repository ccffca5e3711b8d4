/** The rule set papertape-1: replays a case's market, orders and actions through the matching core in order of time. */
import {decimal, divide, multiply, subtract, toNumber, ZERO} from "../../core/decimal.js";
import {onBook, onLastPrice, onTrade} from "../matching/book-matching.js";
import {expireBy, type MatchedCandle, onCandle} from "../matching/candle-matching.js";
import {cancel, enter, modify, type OrderChanges} from "../matching/order-entry.js";
import {addOrder, createVenue, type FillOutcome, isCandleVenue, type Venue} from "../matching/venue.js";
import {remaining, type WorkingOrder} from "../order.js";
import {cashOf, createPortfolio, equityAt, openPosition, positionView} from "../portfolio.js";
import {heldTrip, type RoundTrip, type TripTracker, trackFill} from "../round-trips.js";
import type {SimulationCase} from "../simulate/case-format.js";
import type {CaseAction, CaseOrder} from "../simulate/case-orders.js";
import type {ActionResult, FillResult, OrderResult, RuleSetResult, TradeResult, Warning} from "../simulate/result.js";
import {readModel} from "./papertape-1-model.js";

interface Step {
  readonly time: number;
  /** Within one moment: books, trades, candles that close, orders, actions, candles that open. */
  readonly rank: 0 | 1 | 2 | 3 | 4 | 5;
  readonly run: () => void;
}

interface Run {
  readonly venue: Venue;
  readonly actions: ActionResult[];
  readonly warnings: Warning[];
  readonly equityCurve: [number, number][];
}

export function simulatePapertape1(input: SimulationCase): RuleSetResult {
  const {model, latency} = readModel(input.model);
  const {market} = input;
  const venue = createVenue({
    instrument: input.instrument,
    model,
    account: input.account,
    feeds: {
      books: market.books.length > 0,
      trades: market.trades.length > 0,
      candles: market.candles.length > 0
    },
    portfolio: createPortfolio(decimal(input.cash))
  });
  if (input.position !== null) holdPosition(venue, input.position);
  const run: Run = {venue, actions: [], warnings: [], equityCurve: []};
  play(venue, [
    ...marketSteps(run, input),
    ...input.orders.flatMap((order) => orderSteps(run, order, latency.submit)),
    ...input.actions.map((action) => actionStep(run, action, latency))
  ]);
  return report(run, input);
}

function holdPosition(venue: Venue, held: {readonly amount: number; readonly averagePrice: number}): void {
  const position = {amount: decimal(held.amount), averagePrice: decimal(held.averagePrice)};
  openPosition(venue.portfolio, venue.instrument.symbol, position);
}

/** Runs the steps in order; the sort is stable, so equal steps stay in the order of the file. */
function play(venue: Venue, steps: Step[]): void {
  steps.sort((a, b) => a.time - b.time || a.rank - b.rank);
  let now = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    // Data at the very moment of expiry may still fill: expiry comes when time moves on.
    if (step.time > now) expireBy(venue, now);
    now = step.time;
    step.run();
  }
  expireBy(venue, now);
}

function marketSteps(run: Run, {market, output}: SimulationCase): Step[] {
  const {venue} = run;
  const steps: Step[] = [];
  for (const book of market.books) {
    const take = (): void => {
      if (!onBook(venue, book, book.received)) {
        run.warnings.push({code: "stale-data", time: book.time, received: book.received});
      }
    };
    steps.push({time: book.received, rank: 0, run: take});
  }
  for (const trade of market.trades) steps.push({time: trade.received, rank: 1, run: () => onTrade(venue, trade)});
  for (const candle of market.candles) {
    steps.push({time: candle.openTime, rank: 5, run: () => openCandle(venue, candle)});
    steps.push({time: candle.closeTime, rank: 2, run: () => closeCandle(run, candle, output.has("equityCurve"))});
  }
  return steps;
}

/** Until the candle closes, its open is all that is known of it to orders that arrive meanwhile. */
function openCandle(venue: Venue, candle: MatchedCandle): void {
  if (!isCandleVenue(venue)) return;
  onCandle(venue, candle);
  venue.last = candle.open;
}

function closeCandle(run: Run, candle: MatchedCandle, wantsCurve: boolean): void {
  const {venue} = run;
  if (isCandleVenue(venue)) venue.last = candle.close;
  else onLastPrice(venue, candle.close, candle.closeTime);
  const equity = wantsCurve ? equityAt(venue.portfolio, venue.instrument.symbol, candle.close) : null;
  if (equity !== null) run.equityCurve.push([candle.closeTime, toNumber(equity)]);
}

function orderSteps({venue}: Run, {request, time}: CaseOrder, latencyMs: number): Step[] {
  const amount = request.amount ?? venue.orders.get(request.parent ?? "")?.amount;
  const order = addOrder(venue, request, typeof amount === "number" ? decimal(amount) : (amount ?? ZERO));
  if (time === null) return [];
  const at = time + latencyMs;
  return [{time: at, rank: 3, run: () => enter(venue, order, at)}];
}

type Latency = ReturnType<typeof readModel>["latency"];

function actionStep(run: Run, action: CaseAction, latency: Latency): Step {
  const at = action.time + (action.kind === "cancel" ? latency.cancel : latency.modify);
  const act = (): void => {
    const {id, index} = action;
    const reason =
      action.kind === "modify" ? modify(run.venue, {id, changes: changesOf(action)}, at) : cancel(run.venue, id, at);
    run.actions.push({index, ok: reason === null, reason});
  };
  return {time: at, rank: 4, run: act};
}

function changesOf({amount, limit, stop}: CaseAction): OrderChanges {
  return {
    ...(amount === null ? {} : {amount}),
    ...(limit === null ? {} : {limit}),
    ...(stop === null ? {} : {stop})
  };
}

function report(run: Run, input: SimulationCase): RuleSetResult {
  const {venue} = run;
  const {portfolio, instrument} = venue;
  const outcomes = venue.outcomes.filter((outcome): outcome is FillOutcome => outcome.kind === "filled");
  outcomes.sort((a, b) => a.time - b.time);
  const equity = equityAt(portfolio, instrument.symbol, markPrice(venue));
  return {
    orders: [...venue.orders.values()].map(orderResult),
    fills: outcomes.map(fillResult),
    trades: roundTrips(venue, outcomes, input),
    position: positionView(portfolio, instrument.symbol),
    cash: toNumber(cashOf(portfolio)),
    equity: equity === null ? null : toNumber(equity),
    fees: toNumber(portfolio.ledger.balances.get("fees") ?? ZERO),
    actions: run.actions.sort((a, b) => a.index - b.index),
    warnings: run.warnings,
    ...(input.output.has("equityCurve") ? {equityCurve: run.equityCurve} : {})
  };
}

/** The last price; with books only the middle of the best prices, or the one side that is shown. */
function markPrice(venue: Venue): number | null {
  if (venue.last !== null) return venue.last;
  const bid = venue.book?.bids[0]?.[0];
  const ask = venue.book?.asks[0]?.[0];
  if (bid !== undefined && ask !== undefined) return (bid + ask) / 2;
  return bid ?? ask ?? null;
}

export function orderResult(order: WorkingOrder): OrderResult {
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

export function fillResult(fill: FillOutcome): FillResult {
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

function roundTrips(venue: Venue, fills: readonly FillOutcome[], input: SimulationCase): TradeResult[] {
  const held = input.position;
  const tracker: TripTracker = {open: null};
  if (held !== null && held.amount !== 0) {
    const side = held.amount > 0 ? "buy" : "sell";
    tracker.open = heldTrip(side, decimal(Math.abs(held.amount)), decimal(held.averagePrice));
  }
  const trips: TradeResult[] = [];
  for (const fill of fills) {
    const request = venue.orders.get(fill.orderId)?.request;
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
