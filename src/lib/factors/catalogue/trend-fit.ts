/** How straight the trend is. */
import {LineFit} from "../../indicators/line-fit.js";
import {defineFactor} from "../factor.js";

export const trendFit = defineFactor({
  name: "trend-fit",
  family: "momentum-and-trend",
  title: "Fit of the trend",
  description:
    "Share of the variance of the last n log closes that a straight line explains, signed by its slope, -1 to 1.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const line = new LineFit(candles);
    return {
      parts: {line},
      update: ({close}) => {
        const slope = line.update(Math.log(close));
        return Math.sign(slope) * line.rSquared;
      }
    };
  }
});
