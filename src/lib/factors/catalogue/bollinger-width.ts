/** How far the Bollinger bands are apart. */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";

export const bollingerWidth = defineFactor({
  name: "bollinger-width",
  family: "volatility-and-range",
  title: "Bollinger width",
  description: "Distance between the Bollinger bands as a fraction of their middle.",
  inputs: ["close"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const closes = new WindowMoments(candles);
    return {
      parts: {closes},
      update: ({close}) => {
        closes.update(close);
        // Two population deviations on either side.
        return (4 * Math.sqrt(closes.populationVariance)) / closes.mean;
      }
    };
  }
});
