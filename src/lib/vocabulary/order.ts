/** Words for orders that signals, executions and the broker share. Lifecycle and matching are in virtual-trading. */
import type {Brand} from "../core/brand.js";

export type OrderId = Brand<string, "OrderId">;

export const ORDER_SIDES = ["buy", "sell"] as const;
export type OrderSide = (typeof ORDER_SIDES)[number];

export const ORDER_TYPES = [
  "market",
  "limit",
  "stop",
  "stop-limit",
  "take-profit",
  "take-profit-limit",
  "trailing-stop"
] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

/** Good till canceled, immediate or cancel, fill or kill, good till date, until the end of the UTC day. */
export const TIMES_IN_FORCE = ["GTC", "IOC", "FOK", "GTD", "DAY"] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

export const LIQUIDITY_SIDES = ["maker", "taker"] as const;
export type LiquiditySide = (typeof LIQUIDITY_SIDES)[number];

export function orderId(text: string): OrderId {
  return text as OrderId;
}
