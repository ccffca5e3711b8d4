/** How much worse than the price seen a fill is. Rounded away from the trader; a limit is never passed. */
import {add, type Decimal, decimal, multiply, roundToStep, subtract, ZERO} from "../core/decimal.js";
import type {OrderSide} from "../vocabulary/order.js";
import type {InstrumentRules} from "./instrument-rules.js";

/** `bps`: hundredths of a percent of the price. `ticks`: price increments. */
export interface Slippage {
  readonly type: "none" | "bps" | "ticks";
  readonly value: number;
}

export interface SlippedFill {
  readonly side: OrderSide;
  readonly price: number;
  /** Null: no limit. */
  readonly limit: number | null;
  /** What the order itself moves the price by, a fraction of it. */
  readonly impact?: Decimal;
}

export function slippedPrice(slippage: Slippage, instrument: InstrumentRules, fill: SlippedFill): Decimal {
  const price = decimal(fill.price);
  const impact = fill.impact ?? ZERO;
  const isPlain = slippage.type === "none" || slippage.value === 0;
  if (isPlain && impact.units === 0n) return price;
  const worse = add(isPlain ? ZERO : slippageAmount(slippage, instrument, price), multiply(price, impact));
  const moved = fill.side === "buy" ? add(price, worse) : subtract(price, worse);
  const step = instrument.priceIncrement;
  const rounded = step === null ? moved : roundToStep(moved, step, fill.side === "buy" ? "ceil" : "floor");
  if (fill.limit === null) return rounded;
  const limit = decimal(fill.limit);
  const past = subtract(rounded, limit).units;
  return (fill.side === "buy" ? past > 0n : past < 0n) ? limit : rounded;
}

function slippageAmount(slippage: Slippage, instrument: InstrumentRules, price: Decimal): Decimal {
  if (slippage.type === "bps") return multiply(price, multiply(decimal(slippage.value), {units: 1n, scale: 4}));
  return multiply(decimal(slippage.value), instrument.priceIncrement ?? decimal(0));
}
