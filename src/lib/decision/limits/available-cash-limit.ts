/** Spot purchases are paid with cash that is there, fee included; nothing is bought on credit. */
import {cutToValue, type RiskLimit} from "./risk-limit.js";

export const availableCashLimit: RiskLimit = {
  name: "available-cash",
  reason: "risk-limit",
  apply: (wanted, {instrument, held, cash, price}) => {
    if (instrument.kind !== "spot" || wanted <= held) return wanted;
    const spendable = Math.max(cash, 0) / (1 + instrument.takerFee);
    return cutToValue(wanted, Math.max(held, 0) * price + spendable, price);
  }
};
