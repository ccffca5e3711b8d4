/** All positions in one base asset, on whatever market, are worth at most a share of equity. */
import {cutToValue, type RiskLimit} from "./risk-limit.js";

export const perAssetLimit: RiskLimit = {
  name: "per-asset",
  reason: "risk-limit",
  apply: (wanted, view) => {
    const {limits, equity, price, instrument, instruments} = view;
    if (limits.perAsset === null) return wanted;
    let others = 0;
    for (const other of instruments)
      if (other.id !== instrument.id && other.base === instrument.base) others += view.valueHeld(other.id);
    return cutToValue(wanted, limits.perAsset * equity - others, price);
  }
};
