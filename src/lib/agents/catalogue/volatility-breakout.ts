/** Volatility breakout: a price at the edge of its range, while volatility rises, is expected to leave the range. */
import {defineRuleAgent, saturating} from "../rule-agent.js";

export const volatilityBreakoutAgent = defineRuleAgent({
  name: "volatility-breakout",
  version: "1.0.0",
  title: "Volatility breakout",
  description:
    "Follows the side of the Donchian channel the price is at, the more the shorter volatility stands above the longer one and the wider the average range is.",
  factors: ["donchian-position-20", "atr-ratio-14", "volatility-ratio-6-48"],
  parameters: {strength: 0.25, typicalRange: 0.01},
  rule: (values, terms, {strength = 0, typicalRange = 0.01}) => {
    const [position = 0, range = 0, ratio = 1] = values;
    const side = saturating(position, {scale: 0.7, strength});
    terms[0] = 0.5 * side;
    // Range and volatility have no direction of their own: they speak for the side the price is at.
    terms[1] = 0.25 * side * Math.tanh(range / typicalRange);
    terms[2] = side * Math.max(-0.5, Math.tanh(ratio - 1));
  }
});
