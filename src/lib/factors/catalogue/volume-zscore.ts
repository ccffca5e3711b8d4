/** How unusual the volume is. */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";

export const volumeZscore = defineFactor({
  name: "volume-zscore",
  family: "volume-and-flow",
  title: "Z-score of the volume",
  description: "Distance of the volume from its mean over the last n candles, in standard deviations.",
  inputs: ["volume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const volumes = new WindowMoments(candles);
    return {
      parts: {volumes},
      update: ({volume}) => {
        volumes.update(volume);
        return (volume - volumes.mean) / volumes.sampleDeviation;
      }
    };
  }
});
