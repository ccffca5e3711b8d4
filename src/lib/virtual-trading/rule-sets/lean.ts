/**
 * The rule sets lean-immediate and lean-gap: whole fills from candles. An order can use a candle only if that closes
 * after the order was sent; a market order takes the last known price unless it is too old.
 */
import {type Decimal, decimal} from "../../core/decimal.js";
import {HOUR_MS} from "../../core/time.js";
import type {LiquiditySide, OrderSide} from "../../vocabulary/order.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {WorkingOrder} from "../order.js";
import type {SimulationCase} from "../simulate/case-format.js";
import type {ReceivedBook} from "../simulate/case-market.js";
import {allowFields, childNode, type Node, optionalNumber, optionalWord} from "../simulate/field-reading.js";
import type {RuleSetResult} from "../simulate/result.js";
import {candlePrice, type LeanRules, slipped} from "./lean-fills.js";
import {
  closeCandle,
  createRun,
  fillOrder,
  finishRun,
  type OrderRun,
  openSince,
  playEvents,
  RANK,
  type RunEvent,
  type SentOrder
} from "./order-run.js";

interface Lean {
  readonly run: OrderRun;
  readonly rules: LeanRules;
  /** Age in milliseconds beyond which a price is not used as it is. */
  readonly staleAfterMs: number;
  /** The last candle that has closed. */
  candle: MatchedCandle | null;
  book: ReceivedBook | null;
}

export function simulateLean(input: SimulationCase): RuleSetResult {
  const run = createRun(input);
  const lean: Lean = {run, ...readLeanModel(input.model, input.rules === "lean-gap"), candle: null, book: null};
  const {books, candles} = input.market;
  const data: RunEvent[] = books.map((book) => ({
    time: book.received,
    rank: RANK.data,
    run: () => onBook(lean, book)
  }));
  for (const candle of candles) {
    data.push({time: candle.closeTime, rank: RANK.data, run: () => onClose(lean, candle)});
  }
  playEvents(run, data, (sent) => onOrder(lean, sent));
  return finishRun(run);
}

function readLeanModel(node: Node, isGap: boolean): {readonly rules: LeanRules; readonly staleAfterMs: number} {
  allowFields(node, ["slippage", "staleAfter"]);
  const slippage = childNode(node, "slippage");
  allowFields(slippage, ["type", "value", "priceImpact", "volumeLimit"]);
  return {
    rules: {
      isGap,
      slippage: {
        type: optionalWord(slippage, "type", ["none", "percent", "volume-share"]) ?? "none",
        value: optionalNumber(slippage, "value", {min: 0}) ?? 0,
        priceImpact: optionalNumber(slippage, "priceImpact", {min: 0}) ?? 0.1,
        volumeLimit: optionalNumber(slippage, "volumeLimit", {min: 0}) ?? 0.025
      }
    },
    staleAfterMs: optionalNumber(node, "staleAfter", {min: 0}) ?? HOUR_MS
  };
}

function onBook(lean: Lean, book: ReceivedBook): void {
  lean.book = book;
  if (lean.run.input.market.candles.length > 0) return;
  const [bid, ask] = [book.bids[0]?.[0], book.asks[0]?.[0]];
  lean.run.last = bid !== undefined && ask !== undefined ? (bid + ask) / 2 : (bid ?? ask ?? null);
  for (const {order} of openSince(lean.run, () => true)) {
    const quote = quoteFor(book, order.side);
    if (order.request.type === "market" && quote !== null) {
      fillAt(lean, order, {price: slip(lean, order, quote), time: book.received});
    }
  }
}

/** The price that a taker of `side` meets. */
function quoteFor(book: ReceivedBook | null, side: OrderSide): number | null {
  return (side === "buy" ? book?.asks : book?.bids)?.[0]?.[0] ?? null;
}

/** A market order takes the price that is known, if it is fresh enough. */
function onOrder(lean: Lean, {order, time}: SentOrder): void {
  if (order.request.type === "trailing-stop") startTrail(lean, order);
  if (order.request.type !== "market") return;
  const quote = quoteFor(lean.book, order.side);
  const price = quote ?? lean.candle?.close ?? null;
  if (price === null) return;
  const known = quote === null ? lean.candle?.closeTime : lean.book?.time;
  const age = time - (known ?? time);
  if (age > lean.staleAfterMs) {
    const {timeframeMs} = lean.run.input.market;
    // Quotes alone have no next close: waiting would be for nothing.
    if (timeframeMs !== null && (timeframeMs >= HOUR_MS || age > timeframeMs)) return;
    lean.run.warnings.push({code: "stale-price", orderId: order.id, time, age});
  }
  fillAt(lean, order, {price: slip(lean, order, price), time});
}

/** Without a stop of its own a trailing stop starts from the last close. */
function startTrail(lean: Lean, order: WorkingOrder): void {
  const close = lean.candle?.close;
  if (order.stop !== null || close === undefined) return;
  candlePrice(order, flat(close), {rules: lean.rules, quote: close, tick: tickOf(lean)});
}

function tickOf({run}: Lean): Decimal | null {
  return run.input.instrument.priceIncrement;
}

function flat(price: number): MatchedCandle {
  return {openTime: 0, closeTime: 0, open: price, high: price, low: price, close: price, volume: 0};
}

function slip(lean: Lean, order: WorkingOrder, price: number): Decimal {
  const candle = {...(lean.candle ?? flat(price)), close: price};
  return slipped(decimal(price), {order, candle, slippage: lean.rules.slippage});
}

function onClose(lean: Lean, candle: MatchedCandle): void {
  lean.candle = candle;
  const ask = quoteFor(lean.book, "buy");
  const bid = quoteFor(lean.book, "sell");
  for (const sent of openSince(lean.run, (time) => time < candle.closeTime)) {
    const {order} = sent;
    const quote = order.side === "buy" ? ask : bid;
    const price =
      order.request.type === "market"
        ? waitedPrice(lean, sent, candle)
        : candlePrice(order, candle, {rules: lean.rules, quote: quote ?? candle.close, tick: tickOf(lean)});
    if (price !== null) fillAt(lean, order, {price, time: candle.closeTime, isMarketable: sent.source.marketable});
  }
  closeCandle(lean.run, candle);
}

/** A market order that waited: the close, or the open of a candle of an hour or more that it was there for. */
function waitedPrice(lean: Lean, {order, time}: SentOrder, candle: MatchedCandle): Decimal {
  const timeframe = lean.run.input.market.timeframeMs ?? 0;
  const isWhole = timeframe >= HOUR_MS && time <= candle.openTime;
  const from = decimal(isWhole ? candle.open : candle.close);
  return slipped(from, {order, candle, slippage: lean.rules.slippage});
}

interface FillAt {
  readonly price: Decimal;
  readonly time: number;
  readonly isMarketable?: boolean | null;
}

function fillAt(lean: Lean, order: WorkingOrder, {price, time, isMarketable}: FillAt): void {
  const {type, postOnly} = order.request;
  const liquidity: LiquiditySide = type === "limit" && (postOnly || isMarketable !== true) ? "maker" : "taker";
  fillOrder(lean.run, order, {price, amount: order.amount, liquidity, time, feeDigits: null});
}
