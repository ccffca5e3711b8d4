/** Whether variance grows with time as in a random walk (Lo and MacKinlay 1988). */
import {Lag} from "../../indicators/lag.js";
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const varianceRatio = defineFactor({
  name: "variance-ratio",
  family: "tail-and-higher-moments",
  title: "Variance ratio",
  description:
    "Variance of returns over few candles against so many times that of one, of the last n: above 1 moves go on.",
  inputs: ["close"],
  parameters: {few: 6, candles: 96},
  warmUp: ({few, candles}) => candles + few,
  create: ({few, candles}) => {
    const single = new LogReturn();
    const lag = new Lag(few);
    const short = new WindowMoments(candles);
    const long = new WindowMoments(candles);
    return {
      parts: {single, lag, short, long},
      update: ({close}) => {
        short.update(single.update(close));
        long.update(Math.log(close / lag.update(close)));
        return long.sampleVariance / (few * short.sampleVariance);
      }
    };
  }
});
