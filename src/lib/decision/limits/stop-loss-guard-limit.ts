/** Several stop-losses within a while say that something is wrong: nothing new is opened for some candles. */
import {pausedUntil, recentTrades} from "./pause.js";
import {type RiskLimit, withoutIncrease} from "./risk-limit.js";

export const stopLossGuardLimit: RiskLimit = {
  name: "stop-loss-guard",
  reason: "stop-loss-guard",
  apply: (wanted, view) => {
    const {stops, lookbackCandles, pauseCandles, perInstrument} = view.limits.stopLossGuard;
    if (stops === 0) return wanted;
    // The look-back ends at the newest stop, not now: a pause longer than the look-back keeps its length.
    const stopped = view.trades.filter(
      ({isStopLoss, instrument}) => isStopLoss && (!perInstrument || instrument === view.instrument.id)
    );
    const newest = stopped.at(-1);
    if (newest === undefined) return wanted;
    const {candleMs} = view;
    const counted = recentTrades(stopped, lookbackCandles, {closeTime: newest.closedAt, candleMs});
    const isPaused = counted.length >= stops && pausedUntil(counted, pauseCandles, view) > view.closeTime;
    return isPaused ? withoutIncrease(wanted, view.held) : wanted;
  }
};
