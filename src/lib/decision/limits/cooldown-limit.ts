/** For some candles after a position was closed its instrument gets no new one. */
import {pausedUntil} from "./pause.js";
import {type RiskLimit, withoutIncrease} from "./risk-limit.js";

export const cooldownLimit: RiskLimit = {
  name: "cooldown",
  reason: "cooldown",
  apply: (wanted, view) => {
    const {limits, instrument, held, trades} = view;
    if (limits.cooldownCandles === 0) return wanted;
    const own = trades.filter((trade) => trade.instrument === instrument.id);
    const isPaused = pausedUntil(own, limits.cooldownCandles, view) > view.closeTime;
    return isPaused ? withoutIncrease(wanted, held) : wanted;
  }
};
