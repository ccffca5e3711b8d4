/** Distance from the simple moving average. */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {defineFactor} from "../factor.js";

export const averageDistance = defineFactor({
  name: "average-distance",
  family: "mean-reversion",
  title: "Distance from the average",
  description: "Close against its mean over the last n candles, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const average = new SimpleAverage(candles);
    return {parts: {average}, update: ({close}) => close / average.update(close) - 1};
  }
});
