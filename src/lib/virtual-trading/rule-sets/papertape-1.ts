/** The rule set papertape-1: replays a case's market, orders and actions through the matching core in order of time. */
import {decimal, toNumber, ZERO} from "../../core/decimal.js";
import {onBook, onLastPrice, onTrade} from "../matching/book-matching.js";
import {expireBefore, expireBy, type MatchedCandle, onCandle} from "../matching/candle-matching.js";
import {cancel, enter, modify, type OrderChanges} from "../matching/order-entry.js";
import {addOrder, createVenue, type FillOutcome, isCandleVenue, type Venue} from "../matching/venue.js";
import {createPortfolio, equityAt, openPosition} from "../portfolio.js";
import type {SimulationCase} from "../simulate/case-format.js";
import type {CaseAction, CaseOrder} from "../simulate/case-orders.js";
import type {ActionResult, RuleSetResult, Warning} from "../simulate/result.js";
import {readModel} from "./papertape-1-model.js";
import {reportRun} from "./run-report.js";

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
  knowOrders(venue, input.orders);
  const run: Run = {venue, actions: [], warnings: [], equityCurve: []};
  play(venue, [
    ...marketSteps(run, input),
    ...input.orders.flatMap((order) => orderSteps(run, order, latency.submit)),
    ...input.actions.map((action) => actionStep(run, action, latency))
  ]);
  return report(run, input);
}

function holdPosition(venue: Venue, held: {readonly amount: number; readonly averagePrice: number}): void {
  const {account} = venue;
  const position = {amount: decimal(held.amount), averagePrice: decimal(held.averagePrice), account};
  openPosition(venue.portfolio, venue.instrument.symbol, position);
}

/** Runs the steps in order; the sort is stable, so equal steps stay in the order of the file. */
function play(venue: Venue, steps: Step[]): void {
  steps.sort((a, b) => a.time - b.time || a.rank - b.rank);
  let now = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    // Data at the very moment of expiry may still fill: expiry comes when time moves on.
    if (step.time > now) expireBefore(venue, step.time);
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

/** Every order is known from the start, so that children find their parents. */
function knowOrders(venue: Venue, orders: readonly CaseOrder[]): void {
  for (const {request, time} of orders) {
    const order = addOrder(venue, request, request.amount === null ? ZERO : decimal(request.amount));
    // A child without a time of its own was sent together with its parent.
    order.isSent = time === null;
  }
  for (const order of venue.orders.values()) {
    const parent = venue.orders.get(order.request.parent ?? "");
    if (!order.hasOwnAmount && parent !== undefined) order.amount = parent.amount;
  }
}

function orderSteps({venue}: Run, {request, time}: CaseOrder, latencyMs: number): Step[] {
  const order = venue.orders.get(request.id);
  if (time === null || order === undefined) return [];
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
  return reportRun(input, {
    portfolio: venue.portfolio,
    orders: [...venue.orders.values()],
    fills: venue.outcomes.filter((outcome): outcome is FillOutcome => outcome.kind === "filled"),
    mark: markPrice(venue),
    actions: run.actions,
    warnings: run.warnings,
    equityCurve: run.equityCurve
  });
}

/** The last price; with books only the middle of the best prices, or the one side that is shown. */
function markPrice(venue: Venue): number | null {
  if (venue.last !== null) return venue.last;
  const bid = venue.book?.bids[0]?.[0];
  const ask = venue.book?.asks[0]?.[0];
  if (bid !== undefined && ask !== undefined) return (bid + ask) / 2;
  return bid ?? ask ?? null;
}
