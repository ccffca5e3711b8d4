/** Whether large hands are trading. */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";

export const tradeSizeZscore = defineFactor({
  name: "trade-size-zscore",
  family: "volume-and-flow",
  title: "Z-score of the trade size",
  description: "Distance of the mean trade size from its own mean over the last n candles, in standard deviations.",
  inputs: ["volume", "tradeCount"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const sizes = new WindowMoments(candles);
    return {
      parts: {sizes},
      update: ({volume, tradeCount}) => {
        const size = volume / tradeCount;
        sizes.update(size);
        return (size - sizes.mean) / sizes.sampleDeviation;
      }
    };
  }
});
