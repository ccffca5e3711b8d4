/** Lead-lag: what bitcoin has just done and this instrument has not done yet. */
import {defineRuleAgent, saturating} from "../rule-agent.js";

export const leadLagAgent = defineRuleAgent({
  name: "lead-lag",
  version: "1.0.0",
  title: "Lead-lag against bitcoin",
  description:
    "Expects an instrument to catch up with bitcoin: bitcoin's return over one and four candles speaks for it, its own last return against it. Says nothing new about bitcoin itself.",
  factors: ["btc-return-1", "btc-return-4", "return-1", "volatility-24"],
  parameters: {strength: 0.25},
  rule: (values, terms, {strength = 0}) => {
    const [leader = 0, leaderFour = 0, own = 0, volatility = 0] = values;
    terms[0] = saturating(leader, {scale: volatility, strength});
    terms[1] = saturating(leaderFour, {scale: 2 * volatility, strength: strength / 2});
    // What the instrument has already done of it is no longer to come.
    terms[2] = saturating(-own, {scale: volatility, strength});
  }
});
