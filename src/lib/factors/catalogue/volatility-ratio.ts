/** Recent volatility against that of a longer time. */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const volatilityRatio = defineFactor({
  name: "volatility-ratio",
  family: "volatility-and-range",
  title: "Volatility ratio",
  description: "Volatility of the last few log returns divided by that of many: above 1 the market has woken up.",
  inputs: ["close"],
  parameters: {few: 6, many: 48},
  warmUp: ({few, many}) => Math.max(few, many) + 1,
  create: ({few, many}) => {
    const changes = new LogReturn();
    const recent = new WindowMoments(few);
    const usual = new WindowMoments(many);
    return {
      parts: {changes, recent, usual},
      update: ({close}) => {
        const change = changes.update(close);
        recent.update(change);
        usual.update(change);
        return Math.sqrt(recent.sampleVariance / usual.sampleVariance);
      }
    };
  }
});
