/** All positions together are worth at most a share of equity; those decided earlier in the slice count already. */
import {cutToValue, type RiskLimit} from "./risk-limit.js";

export const grossExposureLimit: RiskLimit = {
  name: "gross-exposure",
  reason: "risk-limit",
  apply: (wanted, view) => {
    const {limits, equity, price, instrument, instruments} = view;
    if (limits.grossExposure === null) return wanted;
    let others = 0;
    for (const other of instruments) if (other.id !== instrument.id) others += view.valueHeld(other.id);
    return cutToValue(wanted, limits.grossExposure * equity - others, price);
  }
};
