/**
 * What our own broker asks of an order before it is sent: size, price, rate, fresh data, and the state of trading.
 * A list of small rules; the first that refuses names the reason. Cancels never come here: they always pass.
 */
import type {OrderRequest} from "./order.js";
import type {Reason} from "./rejection.js";

/** `reducing`: only orders that take off a position. `halted`: none. */
export type TradingState = "active" | "reducing" | "halted";

export interface RiskLimits {
  /** Quote units for one order; null: no limit. */
  readonly maxOrderNotional: number | null;
  /** How far, as a fraction of the last price, a limit or stop price may lie from it; null: anywhere. */
  readonly priceBand: number | null;
  /** Orders within a window; null: any number. */
  readonly orderRate: {readonly count: number; readonly windowMs: number} | null;
  /** Age of the last data beyond which nothing new is sent; null: any. */
  readonly staleAfterMs: number | null;
}

export const NO_LIMITS: RiskLimits = {
  maxOrderNotional: null,
  priceBand: null,
  orderRate: null,
  staleAfterMs: null
};

export interface RiskQuestion {
  readonly order: OrderRequest;
  readonly time: number;
  readonly limits: RiskLimits;
  readonly tradingState: TradingState;
  /** The last price; null before any. */
  readonly last: number | null;
  /** When the last data was true; null before any. */
  readonly dataTime: number | null;
  /** Signed base units. */
  readonly position: number;
  /** When the latest orders were sent, oldest first. */
  readonly sentTimes: readonly number[];
}

interface RiskRule {
  readonly code: Reason;
  readonly refuses: (question: RiskQuestion) => boolean;
}

export const RISK_RULES: readonly RiskRule[] = [
  {code: "halted", refuses: ({tradingState}) => tradingState === "halted"},
  {code: "reducing", refuses: (question) => question.tradingState === "reducing" && !isReducing(question)},
  {code: "stale-data", refuses: isStale},
  {code: "order-rate", refuses: isTooFast},
  {code: "max-notional", refuses: isTooLarge},
  {code: "price-band", refuses: isOutsideBand}
];

/** The first rule that refuses the order, null when all let it pass. */
export function riskRefusal(question: RiskQuestion): Reason | null {
  return RISK_RULES.find((rule) => rule.refuses(question))?.code ?? null;
}

/** A child waits for its parent and is bound to it: it counts by its own side. */
function isReducing({order, position}: RiskQuestion): boolean {
  if (order.reduceOnly) return true;
  const opposes = order.side === "sell" ? position > 0 : position < 0;
  return opposes && order.amount !== null && order.amount <= Math.abs(position);
}

function isStale({limits, dataTime, time}: RiskQuestion): boolean {
  if (limits.staleAfterMs === null) return false;
  return dataTime === null || time - dataTime > limits.staleAfterMs;
}

function isTooFast({limits, sentTimes, time}: RiskQuestion): boolean {
  const rate = limits.orderRate;
  if (rate === null) return false;
  return sentTimes.filter((sent) => sent > time - rate.windowMs).length >= rate.count;
}

function isTooLarge({limits, order, last}: RiskQuestion): boolean {
  const price = order.limit ?? order.stop ?? last;
  if (limits.maxOrderNotional === null || price === null || order.amount === null) return false;
  return order.amount * price > limits.maxOrderNotional;
}

function isOutsideBand({limits, order, last}: RiskQuestion): boolean {
  const {priceBand} = limits;
  if (priceBand === null || last === null) return false;
  return [order.limit, order.stop].some((price) => price !== null && Math.abs(price / last - 1) > priceBand);
}
