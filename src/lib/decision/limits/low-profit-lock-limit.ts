/** An instrument whose latest trades together earned less than required rests for some candles. */
import {pausedUntil, recentTrades} from "./pause.js";
import {type RiskLimit, withoutIncrease} from "./risk-limit.js";

export const lowProfitLockLimit: RiskLimit = {
  name: "low-profit-lock",
  reason: "low-profit-lock",
  apply: (wanted, view) => {
    const {trades: least, lookbackCandles, requiredProfit, pauseCandles} = view.limits.lowProfitLock;
    if (least === 0) return wanted;
    const own = view.trades.filter((trade) => trade.instrument === view.instrument.id);
    const newest = own.at(-1);
    if (newest === undefined) return wanted;
    // Judged when the newest trade closed, like the stop-loss guard.
    const {candleMs} = view;
    const counted = recentTrades(own, lookbackCandles, {closeTime: newest.closedAt, candleMs});
    let profit = 0;
    for (const trade of counted) profit += trade.profit;
    const isLocked = counted.length >= least && profit < requiredProfit;
    const isPaused = isLocked && pausedUntil(counted, pauseCandles, view) > view.closeTime;
    return isPaused ? withoutIncrease(wanted, view.held) : wanted;
  }
};
