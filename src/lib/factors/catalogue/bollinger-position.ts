/** Where the close stands between the Bollinger bands (Bollinger 1983). */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";

/** Bands lie two population deviations from the mean. */
const BAND_DEVIATIONS = 2;

export const bollingerPosition = defineFactor({
  name: "bollinger-position",
  family: "mean-reversion",
  title: "Bollinger position",
  description: "Where the close stands between the Bollinger bands: -1 at the lower, 0 in the middle, 1 at the upper.",
  inputs: ["close"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const closes = new WindowMoments(candles);
    // A sample deviation tells a flat window by NaN; this brings it to the population's.
    const toPopulation = Math.sqrt((candles - 1) / candles);
    return {
      parts: {closes},
      update: ({close}) => {
        closes.update(close);
        return (close - closes.mean) / (BAND_DEVIATIONS * toPopulation * closes.sampleDeviation);
      }
    };
  }
});
