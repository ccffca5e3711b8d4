/**
 * The rule set freqtrade-dry-run: whole fills against books. A market order pays the average over at most 20 levels,
 * bounded around a reference; a limit far through the market becomes one, a limit that crosses fills at its own price.
 */
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  maximum,
  minimum,
  multiply,
  roundToStep,
  sign,
  subtract,
  ZERO
} from "../../core/decimal.js";
import type {OrderSide} from "../../vocabulary/order.js";
import type {Level} from "../matching/venue.js";
import type {WorkingOrder} from "../order.js";
import {advance} from "../order-lifecycle.js";
import type {SimulationCase} from "../simulate/case-format.js";
import type {ReceivedBook} from "../simulate/case-market.js";
import {allowFields} from "../simulate/field-reading.js";
import type {RuleSetResult} from "../simulate/result.js";
import {
  createRun,
  fillOrder,
  finishRun,
  type OrderRun,
  openSince,
  playEvents,
  RANK,
  type SentOrder
} from "./order-run.js";

const MOST_LEVELS = 20;
/** How far from the reference a market order may fill. */
const MOST_SLIPPAGE = decimal(0.05);
/** A limit that crosses by more than this share is treated as a market order. */
const FAR_THROUGH = decimal(0.01);
const AVERAGE_SCALE = 24;
const ONE = decimal(1);

interface DryRun {
  readonly run: OrderRun;
  readonly becameMarket: Set<string>;
  book: ReceivedBook | null;
}

export function simulateFreqtradeDryRun(input: SimulationCase): RuleSetResult {
  allowFields(input.model, []);
  const dry: DryRun = {run: createRun(input), becameMarket: new Set(), book: null};
  const books = input.market.books.map((book) => ({
    time: book.received,
    rank: RANK.data,
    run: () => onBook(dry, book)
  }));
  playEvents(dry.run, books, (sent) => onOrder(dry, sent));
  const result = finishRun(dry.run);
  const orders = result.orders.map((order) => (dry.becameMarket.has(order.id) ? {...order, type: "market"} : order));
  return {...result, orders};
}

function onBook(dry: DryRun, book: ReceivedBook): void {
  if (dry.book !== null && book.time < dry.book.time) {
    dry.run.warnings.push({code: "stale-data", time: book.time, received: book.received});
    return;
  }
  dry.book = book;
  const [bid, ask] = [book.bids[0]?.[0], book.asks[0]?.[0]];
  dry.run.last = bid !== undefined && ask !== undefined ? (bid + ask) / 2 : (bid ?? ask ?? null);
  for (const {order} of openSince(dry.run, () => true)) {
    if (order.limit === null || !crosses(dry, order.side, decimal(order.limit))) continue;
    fill(dry, order, {price: decimal(order.limit), liquidity: "maker", time: book.received});
  }
}

function onOrder(dry: DryRun, {order, source, time}: SentOrder): void {
  if (order.limit === null) {
    fillMarket(dry, order, {reference: source.reference, time});
    return;
  }
  const limit = decimal(order.limit);
  const share = order.side === "buy" ? subtract(ONE, FAR_THROUGH) : add(ONE, FAR_THROUGH);
  if (crosses(dry, order.side, multiply(limit, share))) {
    dry.becameMarket.add(order.id);
    fillMarket(dry, order, {reference: order.limit, time});
  } else if (crosses(dry, order.side, limit)) {
    fill(dry, order, {price: limit, liquidity: "taker", time});
  }
}

/** An empty side never crosses. */
function crosses(dry: DryRun, side: OrderSide, price: Decimal): boolean {
  const best = opposite(dry, side)[0]?.[0];
  if (best === undefined) return false;
  const order = compare(price, decimal(best));
  return side === "buy" ? order >= 0 : order <= 0;
}

function opposite({book}: DryRun, side: OrderSide): readonly Level[] {
  if (book === null) return [];
  return side === "buy" ? book.asks : book.bids;
}

function fillMarket(
  dry: DryRun,
  order: WorkingOrder,
  {reference, time}: {readonly reference: number | null; readonly time: number}
): void {
  const levels = opposite(dry, order.side).slice(0, MOST_LEVELS);
  if (levels.length === 0) {
    advance(order, "reject");
    order.reason = "no-market";
    return;
  }
  const average = averageOver(levels, order.amount);
  const bounded = reference === null ? average : bound(average, order.side, decimal(reference));
  const step = dry.run.input.instrument.priceIncrement;
  const price = step === null ? bounded : roundToStep(bounded, step, "half-up");
  fill(dry, order, {price, liquidity: "taker", time});
}

/** Average price of `amount` over the levels; what they do not show is taken at the last of them. */
function averageOver(levels: readonly Level[], amount: Decimal): Decimal {
  let left = amount;
  let value = ZERO;
  let price = ZERO;
  for (const [levelPrice, shown] of levels) {
    if (sign(left) <= 0) break;
    price = decimal(levelPrice);
    const taken = minimum(left, decimal(shown));
    value = add(value, multiply(taken, price));
    left = subtract(left, taken);
  }
  return divide(add(value, multiply(left, price)), amount, {scale: AVERAGE_SCALE, rounding: "half-up"});
}

function bound(price: Decimal, side: OrderSide, reference: Decimal): Decimal {
  if (side === "buy") return minimum(price, multiply(reference, add(ONE, MOST_SLIPPAGE)));
  return maximum(price, multiply(reference, subtract(ONE, MOST_SLIPPAGE)));
}

function fill(
  dry: DryRun,
  order: WorkingOrder,
  at: {readonly price: Decimal; readonly liquidity: "maker" | "taker"; readonly time: number}
): void {
  const feeDigits = dry.run.input.instrument.quoteDecimals;
  fillOrder(dry.run, order, {...at, amount: order.amount, feeDigits});
}
