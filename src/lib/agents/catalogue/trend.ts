/** Trend: what has risen, by momentum over a day and a week of hours and by MACD, and more so when ADX shows a trend. */
import {defineRuleAgent, saturating} from "../rule-agent.js";

export const trendAgent = defineRuleAgent({
  name: "trend",
  version: "1.0.0",
  title: "Trend",
  description:
    "Expects a move to go on. Momentum over 24 and 168 candles is measured in volatilities of its span; ADX above its middle strengthens both.",
  factors: ["momentum-24", "momentum-168", "macd-histogram-12-26-9", "adx-14", "volatility-24"],
  parameters: {strength: 0.2, adxMiddle: 25},
  rule: (values, terms, {strength = 0, adxMiddle = 25}) => {
    const [day = 0, week = 0, macd = 0, adx = 0, volatility = 0] = values;
    // ADX has no direction: it scales the momentum terms between half and one and a half.
    const trending = 1 + 0.5 * Math.tanh((adx - adxMiddle) / 15);
    terms[0] = trending * saturating(day, {scale: volatility * Math.sqrt(24), strength});
    terms[1] = trending * saturating(week, {scale: volatility * Math.sqrt(168), strength});
    terms[2] = saturating(macd, {scale: volatility, strength: strength / 2});
  }
});
