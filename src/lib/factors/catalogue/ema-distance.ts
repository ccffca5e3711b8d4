/** Distance from the exponential moving average. */
import {ExponentialAverage} from "../../indicators/exponential-average.js";
import {defineFactor} from "../factor.js";

export const emaDistance = defineFactor({
  name: "ema-distance",
  family: "momentum-and-trend",
  title: "Distance from the EMA",
  description: "Close against its exponential moving average of n candles, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 50},
  isRecursive: true,
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const average = new ExponentialAverage(candles);
    return {parts: {average}, update: ({close}) => close / average.update(close) - 1};
  }
});
