/** Mean reversion: what has run far from its mean, by RSI, Bollinger bands and a z-score, is expected back. */
import {defineRuleAgent, saturating} from "../rule-agent.js";

export const meanReversionAgent = defineRuleAgent({
  name: "mean-reversion",
  version: "1.0.0",
  title: "Mean reversion",
  description:
    "Expects a price far from its mean to come back: RSI away from 50, the place between the Bollinger bands, and the z-score over 48 candles, each with the sign turned.",
  factors: ["rsi-14", "bollinger-position-20", "zscore-48"],
  parameters: {strength: 0.2},
  rule: (values, terms, {strength = 0}) => {
    const [rsi = 50, bollinger = 0, zscore = 0] = values;
    terms[0] = saturating(50 - rsi, {scale: 20, strength});
    terms[1] = saturating(-bollinger, {scale: 1, strength});
    terms[2] = saturating(-zscore, {scale: 2, strength});
  }
});
