/** After losing a share of the highest equity nothing is added until trading is resumed or the pause is over. */
import {type RiskLimit, withoutIncrease} from "./risk-limit.js";

export const drawdownHaltLimit: RiskLimit = {
  name: "drawdown-halt",
  reason: "drawdown-halt",
  apply: (wanted, {drawdownSince, held}) => (drawdownSince === null ? wanted : withoutIncrease(wanted, held))
};
