/** Counting recent trades and pausing after the last of them: what the locks share. */
import type {ClosedTrade, RiskView} from "./risk-limit.js";

/** Trades closed after the close that lies `candles` back. */
export function recentTrades(
  trades: readonly ClosedTrade[],
  candles: number,
  {closeTime, candleMs}: Pick<RiskView, "closeTime" | "candleMs">
): readonly ClosedTrade[] {
  const since = closeTime - candles * candleMs;
  return trades.filter((trade) => trade.closedAt > since);
}

/** When a pause of `candles` after the last of the trades ends; 0 without trades. */
export function pausedUntil(
  trades: readonly ClosedTrade[],
  candles: number,
  {candleMs}: Pick<RiskView, "candleMs">
): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const trade of trades) last = Math.max(last, trade.closedAt);
  return last === Number.NEGATIVE_INFINITY ? 0 : last + candles * candleMs;
}
