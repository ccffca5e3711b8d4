/** At what price a candle fills an order of the rule sets lean-immediate and lean-gap. Sells mirror buys. */
import {
  add,
  compare,
  type Decimal,
  decimal,
  maximum,
  minimum,
  multiply,
  negate,
  subtract,
  toNumber,
  ZERO
} from "../../core/decimal.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {Trail, WorkingOrder} from "../order.js";

export interface LeanSlippage {
  readonly type: "none" | "percent" | "volume-share";
  /** percent: fraction of the close. */
  readonly value: number;
  readonly priceImpact: number;
  readonly volumeLimit: number;
}

export interface LeanRules {
  /** lean-gap: a gap through a price fills at the open. */
  readonly isGap: boolean;
  readonly slippage: LeanSlippage;
}

/**
 * A candle as the order sees it: for a sell every price changes its sign, so that high and low change places and one
 * set of rules serves both sides.
 */
interface View {
  readonly order: WorkingOrder;
  readonly candle: MatchedCandle;
  readonly rules: LeanRules;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly limit: Decimal;
  readonly stop: Decimal;
  readonly quote: Decimal;
  readonly tick: Decimal | null;
}

/**
 * The price at which the candle fills the order, null when it does not. Arms stops and moves trailing stops.
 * @param quote the other side's best price
 * @param tick the instrument's price increment
 */
export function candlePrice(
  order: WorkingOrder,
  candle: MatchedCandle,
  {rules, quote, tick}: {readonly rules: LeanRules; readonly quote: number; readonly tick: Decimal | null}
): Decimal | null {
  const turn = (price: number | null): Decimal => {
    const value = price === null ? ZERO : decimal(price);
    return order.side === "buy" ? value : negate(value);
  };
  const price = buyPrice({
    order,
    candle,
    rules,
    open: turn(candle.open),
    high: turn(order.side === "buy" ? candle.high : candle.low),
    low: turn(order.side === "buy" ? candle.low : candle.high),
    close: turn(candle.close),
    limit: turn(order.limit),
    stop: turn(order.stop),
    quote: turn(quote),
    tick
  });
  if (price === null) return null;
  return order.side === "buy" ? price : negate(price);
}

function buyPrice(view: View): Decimal | null {
  switch (view.order.request.type) {
    case "market":
      return null;
    case "limit":
      return limitPrice(view);
    case "stop":
      return stopPrice(view);
    case "stop-limit":
      return stopLimitPrice(view);
    case "trailing-stop":
      return trailingPrice(view);
    case "take-profit":
    case "take-profit-limit":
      return touchedPrice(view);
  }
}

function limitPrice({open, high, low, limit, rules}: View): Decimal | null {
  if (compare(low, limit) >= 0) return null;
  if (!rules.isGap) return minimum(high, limit);
  return compare(open, limit) < 0 ? open : limit;
}

function stopPrice(view: View): Decimal | null {
  const {order, open, high, stop, close, rules} = view;
  const reach = compare(high, stop);
  if (rules.isGap ? reach < 0 : reach <= 0) return null;
  order.triggered = true;
  if (!rules.isGap) return maximum(stop, slip(view, close));
  return slip(view, compare(open, stop) >= 0 ? open : stop);
}

function stopLimitPrice({order, high, stop, close, limit}: View): Decimal | null {
  if (compare(high, stop) > 0) order.triggered = true;
  return order.triggered && compare(close, limit) < 0 ? minimum(high, limit) : null;
}

function trailingPrice(view: View): Decimal | null {
  const {order, high, low, stop, close, tick} = view;
  const {trail} = order.request;
  if (order.stop !== null && compare(high, stop) >= 0) {
    order.triggered = true;
    return maximum(stop, slip(view, close));
  }
  if (trail === null) return null;
  const moved = add(low, trailDistance(trail, low, tick));
  const next = order.stop === null ? moved : minimum(stop, moved);
  order.stop = toNumber(order.side === "buy" ? next : negate(next));
  return null;
}

function trailDistance(trail: Trail, price: Decimal, tick: Decimal | null): Decimal {
  const value = decimal(trail.value);
  const size = price.units < 0n ? negate(price) : price;
  switch (trail.by) {
    case "price":
      return value;
    case "ticks":
      return multiply(value, tick ?? ZERO);
    case "percent":
      return multiply(size, multiply(value, {units: 1n, scale: 2}));
    case "bps":
      return multiply(size, multiply(value, {units: 1n, scale: 4}));
  }
}

/** Armed when the trigger is touched; then the other side's price decides. Defined for lean-gap only. */
function touchedPrice({order, low, stop, limit, quote, rules}: View): Decimal | null {
  if (!rules.isGap) return null;
  if (compare(low, stop) <= 0) order.triggered = true;
  if (!order.triggered) return null;
  if (order.limit === null) return quote;
  return compare(quote, limit) <= 0 ? minimum(quote, limit) : null;
}

function slip({order, candle, rules}: View, price: Decimal): Decimal {
  return add(price, slippageAmount({order, candle, slippage: rules.slippage}));
}

interface Slipping {
  readonly order: WorkingOrder;
  readonly candle: MatchedCandle;
  readonly slippage: LeanSlippage;
}

/** `price` made worse for the order's side. */
export function slipped(price: Decimal, slipping: Slipping): Decimal {
  const amount = slippageAmount(slipping);
  return slipping.order.side === "buy" ? add(price, amount) : subtract(price, amount);
}

function slippageAmount({order, candle, slippage}: Slipping): Decimal {
  const close = decimal(candle.close);
  if (slippage.type === "percent") return multiply(close, decimal(slippage.value));
  if (slippage.type === "none" || candle.volume === 0) return ZERO;
  const share = decimal(Math.min(toNumber(order.amount) / candle.volume, slippage.volumeLimit));
  return multiply(multiply(close, decimal(slippage.priceImpact)), multiply(share, share));
}
