/** A position of the rule set freqtrade-like: its profit ratio and its stop. */
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {CaseSignals} from "../simulate/case-signals.js";

export interface HeldTrade {
  readonly side: "long" | "short";
  isFilled: boolean;
  entryPrice: number;
  /** Where the trade was first placed, however often its entry was moved. */
  readonly entryIndex: number;
  readonly entryTime: number;
  amount: number;
  stop: number | null;
  /** The distance that the stop was last set with. */
  stopDistance: number;
  /** Whether the stop has moved since it was first set. */
  isTrailing: boolean;
  readonly tag: string | null;
}

/** What a price is multiplied by, fee included, when entering and when leaving. */
export function feeTerms(side: "long" | "short", fee: number): {readonly entry: number; readonly exit: number} {
  return side === "long" ? {entry: 1 + fee, exit: 1 - fee} : {entry: 1 - fee, exit: 1 + fee};
}

/** Profit over the stake, after fees, rounded to 8 decimals. */
export function profitRatio(trade: HeldTrade, exitPrice: number, fee: number): number {
  const terms = feeTerms(trade.side, fee);
  const quotient = (exitPrice * terms.exit) / (trade.entryPrice * terms.entry);
  return Number((trade.side === "long" ? quotient - 1 : 1 - quotient).toFixed(8));
}

/** The exit price that gives a profit ratio. */
export function priceForRatio(trade: HeldTrade, ratio: number, fee: number): number {
  const terms = feeTerms(trade.side, fee);
  const factor = trade.side === "long" ? 1 + ratio : 1 - ratio;
  return (factor * trade.entryPrice * terms.entry) / terms.exit;
}

/** The price of the candle that is best for the trade. */
export function bestPrice(trade: HeldTrade, candle: MatchedCandle): number {
  return trade.side === "long" ? candle.high : candle.low;
}

export function worstPrice(trade: HeldTrade, candle: MatchedCandle): number {
  return trade.side === "long" ? candle.low : candle.high;
}

export function startStop(trade: HeldTrade, signals: CaseSignals): void {
  const distance = signals.stopLoss;
  if (distance === null) return;
  trade.stop = away(trade, trade.entryPrice, distance);
  trade.stopDistance = distance;
}

/** Whether the candle reaches the stop; equality counts. */
export function isStopReached(trade: HeldTrade, candle: MatchedCandle): boolean {
  if (trade.stop === null) return false;
  const worst = worstPrice(trade, candle);
  return trade.side === "long" ? worst <= trade.stop : worst >= trade.stop;
}

/** Moves the stop after the best price of the candle, unless the worst already reaches it. It only tightens. */
export function adjustStop(
  trade: HeldTrade,
  candle: MatchedCandle,
  {signals, fee}: {readonly signals: CaseSignals; readonly fee: number}
): void {
  if (isStopReached(trade, candle)) return;
  const best = bestPrice(trade, candle);
  const {customStop, trailing, stopLoss} = signals;
  if (customStop !== null) tighten(trade, best, Math.abs(customStop));
  if (trailing === null) return;
  const ratio = profitRatio(trade, best, fee);
  if (trailing.onlyAfterOffset && ratio < trailing.offset) return;
  const isPositive = trailing.positive !== null && ratio > trailing.offset;
  const distance = isPositive ? trailing.positive : (trailing.distance ?? stopLoss);
  if (distance !== null) tighten(trade, best, distance);
}

function tighten(trade: HeldTrade, from: number, distance: number): void {
  const moved = away(trade, from, distance);
  if (trade.stop !== null && (trade.side === "long" ? moved <= trade.stop : moved >= trade.stop)) return;
  trade.stop = moved;
  trade.stopDistance = distance;
  trade.isTrailing = true;
}

/** `distance` (a fraction) on the losing side of `from`. */
export function away(trade: HeldTrade, from: number, distance: number): number {
  return trade.side === "long" ? from * (1 - distance) : from * (1 + distance);
}
