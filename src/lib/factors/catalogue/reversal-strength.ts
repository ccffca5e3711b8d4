/** A short move measured by the usual one. */
import {Lag} from "../../indicators/lag.js";
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";

export const reversalStrength = defineFactor({
  name: "reversal-strength",
  family: "mean-reversion",
  title: "Strength of the last move",
  description:
    "Return over the last few candles in standard deviations of such returns: large moves tend to be given back.",
  inputs: ["close"],
  parameters: {few: 4, many: 96},
  warmUp: ({few, many}) => many + few,
  create: ({few, many}) => {
    const lag = new Lag(few);
    const returns = new WindowMoments(many);
    return {
      parts: {lag, returns},
      update: ({close}) => {
        const change = close / lag.update(close) - 1;
        returns.update(change);
        return (change - returns.mean) / returns.sampleDeviation;
      }
    };
  }
});
