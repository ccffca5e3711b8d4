/**
 * What trades paid against the mid price (METHODS F6). A trade is set against the last quote strictly before its time
 * minus a lag: on some venues the quote that a trade has already moved comes before the trade itself, so a join without
 * lag sees the price after the trade (trap T12).
 */
import type {QuoteColumns, TradeColumns} from "./tape-columns.js";

export interface SpreadOptions {
  /** Unit of the columns' times. */
  readonly lag: number;
  /** After how long the realised spread looks at the mid, the newest at or before. */
  readonly horizon: number;
}

/** Means over the trades that have a quote before them, in basis points. */
export interface TradeSpreads {
  readonly n: number;
  /** 2 * side * (price - mid) / mid. */
  readonly effectiveBps: number;
  /** The same, weighted by amount. */
  readonly effectiveWeightedBps: number;
  /** Against the mid after the horizon. */
  readonly realisedBps: number;
  /** Effective minus realised. */
  readonly impactBps: number;
  /** Share of trades whose side is that of the price against the mid; at the mid it is neither. */
  readonly signAgreement: number;
}

/** Null when no trade has a quote before it. */
export function tradeSpreads(trades: TradeColumns, quotes: QuoteColumns, options: SpreadOptions): TradeSpreads | null {
  const sums = {n: 0, effective: 0, weighted: 0, amount: 0, realised: 0, agreed: 0};
  let before = 0;
  let after = 0;
  for (let i = 0; i < trades.length; i++) {
    const time = trades.time[i] as number;
    while (before < quotes.length && (quotes.time[before] as number) < time - options.lag) before++;
    while (after < quotes.length && (quotes.time[after] as number) <= time + options.horizon) after++;
    if (before === 0) continue;
    const mid = midOf(quotes, before - 1);
    const price = trades.price[i] as number;
    const side = trades.side[i] as number;
    const effective = (2 * side * (price - mid)) / mid;
    sums.n++;
    sums.effective += effective;
    sums.weighted += effective * (trades.amount[i] as number);
    sums.amount += trades.amount[i] as number;
    sums.realised += (2 * side * (price - midOf(quotes, after - 1))) / mid;
    if (Math.sign(price - mid) === side) sums.agreed++;
  }
  return sums.n === 0 ? null : meansOf(sums);
}

function midOf({bid, ask}: QuoteColumns, index: number): number {
  return ((bid[index] as number) + (ask[index] as number)) / 2;
}

function meansOf(
  sums: Record<"n" | "effective" | "weighted" | "amount" | "realised" | "agreed", number>
): TradeSpreads {
  const {n, effective, weighted, amount, realised, agreed} = sums;
  const bps = 10_000;
  return {
    n,
    effectiveBps: (bps * effective) / n,
    effectiveWeightedBps: (bps * weighted) / amount,
    realisedBps: (bps * realised) / n,
    impactBps: (bps * (effective - realised)) / n,
    signAgreement: agreed / n
  };
}

export interface QuoteSummary {
  /** Mean of microprice minus mid, price units. */
  readonly micropriceMinusMid: number;
  readonly quotedSpreadBps: number;
}

/** Means over all quotes; null without one. */
export function quoteSummary(quotes: QuoteColumns): QuoteSummary | null {
  if (quotes.length === 0) return null;
  const prices = microprices(quotes);
  let distance = 0;
  let spread = 0;
  for (let i = 0; i < quotes.length; i++) {
    const mid = midOf(quotes, i);
    distance += (prices[i] as number) - mid;
    spread += ((quotes.ask[i] as number) - (quotes.bid[i] as number)) / mid;
  }
  return {micropriceMinusMid: distance / quotes.length, quotedSpreadBps: (10_000 * spread) / quotes.length};
}

/** The mid weighted by the other side's amount, after each quote. */
export function microprices({bid, bidAmount, ask, askAmount}: QuoteColumns): Float64Array {
  return bid.map((price, i) => {
    const [buy, sell] = [bidAmount[i] as number, askAmount[i] as number];
    return (price * sell + (ask[i] as number) * buy) / (buy + sell);
  });
}
