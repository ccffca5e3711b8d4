/** Distance from the highest high. */
import {WindowMaximum} from "../../indicators/window-extreme.js";
import {defineFactor} from "../factor.js";

export const highDistance = defineFactor({
  name: "high-distance",
  family: "momentum-and-trend",
  title: "Distance from the high",
  description: "Close against the highest high of the last n candles, as a fraction of at most 0.",
  inputs: ["high", "close"],
  parameters: {candles: 168},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const highs = new WindowMaximum(candles);
    return {parts: {highs}, update: ({high, close}) => close / highs.update(high) - 1};
  }
});
