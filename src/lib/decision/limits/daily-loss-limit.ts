/** After losing a share of the day's first equity nothing is added until midnight UTC. */
import {type RiskLimit, withoutIncrease} from "./risk-limit.js";

export const dailyLossLimit: RiskLimit = {
  name: "daily-loss",
  reason: "daily-loss",
  apply: (wanted, {limits, equity, dayStartEquity, held}) => {
    if (limits.dailyLoss === null || !(dayStartEquity > 0)) return wanted;
    return 1 - equity / dayStartEquity >= limits.dailyLoss ? withoutIncrease(wanted, held) : wanted;
  }
};
