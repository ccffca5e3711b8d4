/** Distance of the close from its mean in deviations. */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";

export const zscore = defineFactor({
  name: "zscore",
  family: "mean-reversion",
  title: "Z-score of the close",
  description: "Distance of the close from its mean over the last n candles, in standard deviations.",
  inputs: ["close"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const closes = new WindowMoments(candles);
    return {
      parts: {closes},
      update: ({close}) => {
        closes.update(close);
        return (close - closes.mean) / closes.sampleDeviation;
      }
    };
  }
});
