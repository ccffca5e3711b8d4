/** Instruments whose returns move together count as one: their positions are worth at most a share of equity. */
import {cutToValue, type RiskLimit} from "./risk-limit.js";

export const correlationClusterLimit: RiskLimit = {
  name: "correlation-cluster",
  reason: "risk-limit",
  apply: (wanted, view) => {
    const {equity, price, closeTime, instrument, instruments} = view;
    const {maximum, threshold, candles} = view.limits.correlationCluster;
    if (maximum === null) return wanted;
    let others = 0;
    for (const other of instruments) {
      if (other.id === instrument.id) continue;
      const value = view.valueHeld(other.id);
      if (value === 0) continue;
      // A correlation that is not known yet is taken for high: prudence costs less than a hidden concentration.
      const correlation = view.correlation({instrument: instrument.id, other: other.id, closeTime, candles}) ?? 1;
      if (correlation >= threshold) others += value;
    }
    return cutToValue(wanted, maximum * equity - others, price);
  }
};
