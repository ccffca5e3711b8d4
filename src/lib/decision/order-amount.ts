/**
 * Where wanted sizes (float64) become order amounts (exact decimals). All rounding is towards zero, on the
 * instrument's increments: an order is never larger than what was decided.
 */
import {
  absolute,
  compare,
  type Decimal,
  decimal,
  multiply,
  parseDecimal,
  roundToStep,
  sign,
  subtract
} from "../core/decimal.js";
import type {OrderSide} from "../vocabulary/order.js";

/** An instrument's increments and minimums, parsed once. */
export interface OrderGrid {
  readonly priceIncrement: Decimal;
  readonly amountIncrement: Decimal;
  readonly minimumAmount: Decimal;
  readonly minimumNotional: Decimal;
}

export function orderGrid(instrument: {
  readonly priceIncrement: string;
  readonly amountIncrement: string;
  readonly minimumAmount: string;
  readonly minimumNotional: string;
}): OrderGrid {
  return {
    priceIncrement: parseDecimal(instrument.priceIncrement),
    amountIncrement: parseDecimal(instrument.amountIncrement),
    minimumAmount: parseDecimal(instrument.minimumAmount),
    minimumNotional: parseDecimal(instrument.minimumNotional)
  };
}

/** The wanted position on the grid of amounts, towards zero. */
export function targetOnGrid(wanted: number, grid: OrderGrid): Decimal {
  return roundToStep(decimal(wanted), grid.amountIncrement, "toward");
}

export interface OrderSize {
  readonly side: OrderSide;
  readonly amount: Decimal;
}

/** The order that leads from the position held to the target; null when there is nothing to do on the grid. */
export function orderBetween(held: Decimal, target: Decimal, grid: OrderGrid): OrderSize | null {
  const change = subtract(target, held);
  const amount = roundToStep(absolute(change), grid.amountIncrement, "toward");
  if (sign(amount) === 0) return null;
  return {side: sign(change) > 0 ? "buy" : "sell", amount};
}

/** Whether the exchange would refuse an order for being too small. */
export function isBelowMinimum(amount: Decimal, price: number, grid: OrderGrid): boolean {
  if (compare(amount, grid.minimumAmount) < 0) return true;
  return compare(multiply(amount, decimal(price)), grid.minimumNotional) < 0;
}

/** A limit price on the grid, on the patient side: buys round down, sells up. */
export function limitPrice(price: number, side: OrderSide, grid: OrderGrid): Decimal {
  return roundToStep(decimal(price), grid.priceIncrement, side === "buy" ? "floor" : "ceil");
}
