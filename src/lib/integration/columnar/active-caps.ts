/** The caps that can bite in a run: one that is switched off leaves every size as it is, and is not asked. */
import type {DecisionConfiguration} from "../../decision/decision-configuration.js";
import {RISK_CAPS} from "../../decision/limits/apply-limits.js";
import type {RiskLimit} from "../../decision/limits/risk-limit.js";
import type {Instrument} from "../../vocabulary/instrument.js";

/** In the order in which they are applied. */
export function activeCaps(limits: DecisionConfiguration["limits"], instrument: Instrument): readonly RiskLimit[] {
  const isOff: Readonly<Record<string, boolean>> = {
    "per-position": limits.perPosition === null,
    "per-asset": limits.perAsset === null,
    "gross-exposure": limits.grossExposure === null,
    "available-cash": instrument.kind !== "spot"
  };
  return RISK_CAPS.filter(({name}) => isOff[name] !== true);
}
