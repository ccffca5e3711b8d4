/**
 * The state of one simulated market: the orders standing in it, what its book shows and what of that is used up.
 * Plain data; the functions of this folder work on it. Several venues may share one portfolio.
 */
import type {Decimal} from "../../core/decimal.js";
import type {LiquiditySide, OrderSide} from "../../vocabulary/order.js";
import type {MarginTerms} from "../execution-rules.js";
import type {InstrumentRules} from "../instrument-rules.js";
import type {TieredFees} from "../models/fee-tiers.js";
import {type MarketEstimate, newEstimate} from "../models/market-estimate.js";
import {type ImpactModel, NO_IMPACT} from "../models/market-impact.js";
import {type OrderRequest, type WorkingOrder, workingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import type {Portfolio} from "../portfolio.js";
import type {Reason} from "../rejection.js";
import type {Slippage} from "../slippage.js";

/** The options of the rule set papertape-1, and what only strategies choose. */
export interface MatchingModel {
  /** Whether a resting order waits behind what was shown at its price. */
  readonly queue: boolean;
  /** Whether shown liquidity can be used only once. */
  readonly consume: boolean;
  readonly limitOnTouch: boolean;
  /** `pessimistic`: whatever is worse for the position, or for the orders that would open one. */
  readonly candlePath: "adaptive" | "pessimistic" | "ohlc" | "olhc";
  readonly stopInMarket: "reject" | "trigger";
  /** How many price increments beyond the best level a market order may reach; null: all of them. */
  readonly protectionTicks: number | null;
  /** Share of a candle's volume that all fills together may take; null: no limit. */
  readonly volumeLimit: number | null;
  readonly slippage: Slippage;
  /** What an order itself moves the price by, on top of slippage. */
  readonly impact: ImpactModel;
  /** Whether resting reduce-only sells of a spot position keep it from other sells. */
  readonly reserveReduceOnly: boolean;
}

export const DEFAULT_MODEL: MatchingModel = {
  queue: true,
  consume: true,
  limitOnTouch: false,
  candlePath: "adaptive",
  stopInMarket: "reject",
  protectionTicks: null,
  volumeLimit: null,
  slippage: {type: "none", value: 0},
  impact: NO_IMPACT,
  reserveReduceOnly: true
};

/** Price, amount; a side of a book is best first. */
export type Level = readonly [number, number];

export interface Book {
  /** When it was so; what the venue knew later is older news. */
  readonly time: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

export interface TradePrint {
  readonly time: number;
  /** When it was known; fills carry this time. */
  readonly received: number;
  readonly price: number;
  readonly amount: number;
  /** Who took; null when the source does not say. */
  readonly taker: OrderSide | null;
}

/** What of a shown level is used up. */
export interface UsedLevel {
  readonly shown: number;
  readonly used: Decimal;
}

/** A point inside a candle at which orders are being matched. */
export interface Instant {
  price: number;
  /** The time that fills carry. */
  time: number;
  /** What may still be filled in this candle; null: no limit. */
  budget: Decimal | null;
  /** Of the whole candle, base units. */
  readonly volume: number;
}

export interface Feeds {
  readonly books: boolean;
  readonly trades: boolean;
  readonly candles: boolean;
}

export type Outcome =
  | {readonly kind: "accepted" | "triggered" | "amended"; readonly orderId: string; readonly time: number}
  | {
      readonly kind: "rejected" | "canceled" | "expired";
      readonly orderId: string;
      readonly time: number;
      readonly reason: Reason;
    }
  | FillOutcome;

export interface FillOutcome {
  readonly kind: "filled";
  readonly orderId: string;
  readonly time: number;
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly feeIn: "quote" | "base";
  readonly liquidity: LiquiditySide;
  /** What is left of the order after this fill. */
  readonly remaining: Decimal;
}

export interface Venue {
  readonly instrument: InstrumentRules;
  readonly model: MatchingModel;
  readonly account: "spot" | "margin";
  readonly feeds: Feeds;
  readonly portfolio: Portfolio;
  /** Fees by volume, one for all venues of the account; null: the instrument's own rates. */
  readonly tieredFees: TieredFees | null;
  /** Null: a margin account without limits. */
  readonly margin: MarginTerms | null;
  /** What a usual day is like, where the impact model asks. */
  readonly estimate: MarketEstimate | null;
  /** All venues of the portfolio, this one too: their open buys reserve the same cash. */
  readonly peers: readonly Venue[];
  /** Every order the venue knows, in the order of sending. */
  readonly orders: Map<string, WorkingOrder>;
  book: Book | null;
  readonly usedBids: Map<number, UsedLevel>;
  readonly usedAsks: Map<number, UsedLevel>;
  last: number | null;
  instant: Instant | null;
  nextSequence: number;
  /** Children whose parent has been filled, to be started before anything else happens. */
  starting: WorkingOrder[];
  /** What has happened since the caller last took it. */
  outcomes: Outcome[];
}

export interface VenueOptions {
  readonly instrument: InstrumentRules;
  readonly model: MatchingModel;
  readonly account: "spot" | "margin";
  readonly feeds: Feeds;
  readonly portfolio: Portfolio;
  readonly tieredFees?: TieredFees | null;
  readonly margin?: MarginTerms | null;
}

/** @param peers the portfolio's venues; the new one adds itself. */
export function createVenue(options: VenueOptions, peers: Venue[] = []): Venue {
  const venue: Venue = {
    ...options,
    tieredFees: options.tieredFees ?? null,
    margin: options.margin ?? null,
    estimate: options.model.impact.model === "square-root" ? newEstimate() : null,
    peers,
    orders: new Map(),
    book: null,
    usedBids: new Map(),
    usedAsks: new Map(),
    last: null,
    instant: null,
    nextSequence: 1,
    starting: [],
    outcomes: []
  };
  peers.push(venue);
  return venue;
}

/** The orders that can be filled at this moment, oldest first; a copy, so that it may be walked while orders end. */
export function openOrders(venue: Venue): WorkingOrder[] {
  const open: WorkingOrder[] = [];
  for (const order of venue.orders.values()) if (isOpen(order.state)) open.push(order);
  return open.sort((a, b) => a.sequence - b.sequence);
}

export function addOrder(venue: Venue, request: OrderRequest, amount: Decimal): WorkingOrder {
  const order = workingOrder(request, amount);
  venue.orders.set(order.id, order);
  return order;
}

/** The children of an order that were sent and wait for it. */
export function waitingChildren(venue: Venue, parentId: string): WorkingOrder[] {
  const children: WorkingOrder[] = [];
  for (const order of venue.orders.values()) {
    if (order.request.parent === parentId && order.state === "pending" && order.isSent) children.push(order);
  }
  return children;
}

/** Whether matching happens against candles only: there is nothing to take between their opens. */
export function isCandleVenue(venue: Venue): boolean {
  return venue.feeds.candles && !venue.feeds.books && !venue.feeds.trades;
}

/** The side of the book that a taker of `side` meets. */
export function oppositeLevels(venue: Venue, side: OrderSide): readonly Level[] {
  if (venue.book === null) return [];
  return side === "buy" ? venue.book.asks : venue.book.bids;
}

export function ownLevels(venue: Venue, side: OrderSide): readonly Level[] {
  if (venue.book === null) return [];
  return side === "buy" ? venue.book.bids : venue.book.asks;
}

/** Whether `price` is at or better than `limit` for a taker of `side`: a buy at or below, a sell at or above. */
export function isWithin(side: OrderSide, price: number, limit: number): boolean {
  return side === "buy" ? price <= limit : price >= limit;
}

/** Whether `price` lies strictly beyond `limit`, so that a resting order of `side` there was passed. */
export function isBeyond(side: OrderSide, price: number, limit: number): boolean {
  return side === "buy" ? price < limit : price > limit;
}

/** The price at which something happens now: inside a candle its point, else the last price. */
export function currentPrice(venue: Venue): number | null {
  return venue.instant?.price ?? venue.last;
}

/** The price that an order's trigger watches; null while there is none. */
export function watchedPrice(venue: Venue, order: WorkingOrder): number | null {
  if (watchesQuote(venue, order)) return oppositeLevels(venue, order.side)[0]?.[0] ?? null;
  return currentPrice(venue);
}

/** Candles have no quotes: without books every trigger watches the price. */
export function watchesQuote(venue: Venue, order: WorkingOrder): boolean {
  if (!venue.feeds.books) return false;
  return (order.request.triggerBy ?? (venue.feeds.trades || venue.feeds.candles ? "last" : "quote")) === "quote";
}
