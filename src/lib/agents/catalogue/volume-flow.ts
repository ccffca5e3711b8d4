/** Volume and flow: where money goes, by on-balance volume, distance from VWAP, unusual volume and takers' side. */
import {defineRuleAgent, saturating} from "../rule-agent.js";

export const volumeFlowAgent = defineRuleAgent({
  name: "volume-flow",
  version: "1.0.0",
  title: "Volume and flow",
  description:
    "Follows the side that volume is on: rising on-balance volume, closes above VWAP, takers who buy. Unusual volume strengthens the side that the others see.",
  factors: ["obv-slope-24", "vwap-distance-24", "volume-zscore-24", "taker-imbalance-12", "volatility-24"],
  // Not every source says which side the takers were on.
  optionalFactors: ["taker-imbalance-12"],
  parameters: {strength: 0.2},
  rule: (values, terms, {strength = 0}) => {
    const [slope = 0, distance = 0, unusual = 0, imbalance = Number.NaN, volatility = 0] = values;
    terms[0] = saturating(slope, {scale: 0.2, strength});
    terms[1] = saturating(distance, {scale: volatility * Math.sqrt(24), strength});
    terms[3] = saturating(imbalance, {scale: 0.2, strength});
    // Volume has no direction: it speaks for the side the others are on, and only when it is above the usual.
    terms[2] = 0.5 * (terms[0] + terms[1] + terms[3]) * Math.tanh(Math.max(unusual, 0) / 2);
  }
});
