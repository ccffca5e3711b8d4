/** How unsteady the volatility is. */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const volatilityOfVolatility = defineFactor({
  name: "volatility-of-volatility",
  family: "volatility-and-range",
  title: "Volatility of volatility",
  description: "Standard deviation of the absolute log returns over their mean, of the last n candles.",
  inputs: ["close"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const sizes = new WindowMoments(candles);
    return {
      parts: {changes, sizes},
      update: ({close}) => {
        sizes.update(Math.abs(changes.update(close)));
        return Math.sqrt(sizes.sampleVariance) / sizes.mean;
      }
    };
  }
});
