/** No position is worth more than a share of equity. */
import {cutToValue, type RiskLimit} from "./risk-limit.js";

export const perPositionLimit: RiskLimit = {
  name: "per-position",
  reason: "risk-limit",
  apply: (wanted, {limits, equity, price}) =>
    limits.perPosition === null ? wanted : cutToValue(wanted, limits.perPosition * equity, price)
};
