/** What can be asked of a market: the order as it is sent, and the order as the matching core works on it. */

import {type Decimal, subtract, ZERO} from "../core/decimal.js";
import type {LiquiditySide, OrderSide, OrderType, TimeInForce} from "../vocabulary/order.js";
import type {OrderState} from "./order-lifecycle.js";
import type {Reason} from "./rejection.js";

export interface Trail {
  /** `price`: quote units; `ticks`: price increments; `percent`: of the price (5 = 5 %); `bps`: hundredths of a percent. */
  readonly by: "price" | "ticks" | "percent" | "bps";
  readonly value: number;
  /** The order sleeps until the watched price gets here. */
  readonly activation: number | null;
}

export interface Link {
  readonly group: string;
  /** `oco`: any fill cancels the others. `ouo`: a fill leaves the others this order's remaining amount. */
  readonly type: "oco" | "ouo";
}

/** An order as it is sent. Prices in quote units per base unit, amounts in base units, times in epoch milliseconds. */
export interface OrderRequest {
  readonly id: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  /** Null: the parent's amount, or what `fraction` of the free cash buys. */
  readonly amount: number | null;
  readonly fraction: number | null;
  readonly limit: number | null;
  readonly stop: number | null;
  readonly trail: Trail | null;
  readonly tif: TimeInForce;
  readonly expire: number | null;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Null: the last price where there are trades or candles, else the quote. */
  readonly triggerBy: "last" | "quote" | null;
  readonly parent: string | null;
  /**
   * A child's price as a fraction of its parent's average price, on the winning side above 0, on the losing below; set
   * when it starts, as its limit if it is a limit order, else as its stop.
   */
  readonly fromFill: number | null;
  readonly link: Link | null;
  readonly tag: string | null;
}

/** A request with everything that is not named left at its default. */
export function orderRequest(order: Pick<OrderRequest, "id" | "side"> & Partial<OrderRequest>): OrderRequest {
  return {
    type: "market",
    amount: null,
    fraction: null,
    limit: null,
    stop: null,
    trail: null,
    tif: "GTC",
    expire: null,
    postOnly: false,
    reduceOnly: false,
    triggerBy: null,
    parent: null,
    fromFill: null,
    link: null,
    tag: null,
    ...order
  };
}

/**
 * How many base units stand in front of a resting order at its price; `unknown` while no book has shown that price,
 * `none` while the order does not rest.
 */
export type QueuePlace = Decimal | "unknown" | "none";

/** The order as the matching core works on it. Only the core changes it. */
export interface WorkingOrder {
  readonly request: OrderRequest;
  readonly id: string;
  readonly side: OrderSide;
  state: OrderState;
  reason: Reason | null;
  amount: Decimal;
  /** False: a child that takes over what its parent was filled with. */
  hasOwnAmount: boolean;
  filled: Decimal;
  /** Sum of price x amount over the fills, for the average price. */
  filledValue: Decimal;
  fee: Decimal;
  liquidity: LiquiditySide | null;
  limit: number | null;
  stop: number | null;
  triggered: boolean;
  /** A trailing stop whose activation price has been reached, or that has none. */
  awake: boolean;
  /** Whether it was sent: a child may be known before, and starts no sooner. */
  isSent: boolean;
  arrivedAt: number;
  /** Age: the smaller the older. A new price or a larger amount gives a new one. */
  sequence: number;
  ahead: QueuePlace;
  /** Whether a candle has opened since the order arrived. */
  seen: boolean;
}

export function workingOrder(request: OrderRequest, amount: Decimal): WorkingOrder {
  return {
    request,
    id: request.id,
    side: request.side,
    state: "pending",
    reason: null,
    amount,
    hasOwnAmount: request.amount !== null,
    filled: ZERO,
    filledValue: ZERO,
    fee: ZERO,
    liquidity: null,
    limit: request.limit,
    stop: request.stop,
    triggered: false,
    awake: request.trail === null || request.trail.activation === null,
    isSent: false,
    arrivedAt: Number.NEGATIVE_INFINITY,
    sequence: 0,
    ahead: "none",
    seen: false
  };
}

export function remaining(order: WorkingOrder): Decimal {
  return subtract(order.amount, order.filled);
}

/** What the order is at this moment: watching a price, or acting as a market or a limit order. */
export function phase(order: WorkingOrder): "market" | "limit" | "watching" {
  const {type} = order.request;
  if (type === "market" || type === "limit") return type;
  if (!order.triggered) return "watching";
  return type === "stop-limit" || type === "take-profit-limit" ? "limit" : "market";
}

export function isTakeProfit(order: WorkingOrder): boolean {
  return order.request.type === "take-profit" || order.request.type === "take-profit-limit";
}
