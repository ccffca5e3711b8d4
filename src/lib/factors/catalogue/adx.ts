/** Average directional index (Wilder 1978). */
import {AverageDirectionalIndex} from "../../indicators/directional-movement.js";
import {defineFactor} from "../factor.js";

export const adx = defineFactor({
  name: "adx",
  family: "momentum-and-trend",
  title: "Average directional index",
  description: "How one-sided the market moves, whichever the side, 0 to 100.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 14},
  warmUp: ({candles}) => 2 * candles,
  isRecursive: true,
  create: ({candles}) => {
    const index = new AverageDirectionalIndex(candles);
    return {parts: {index}, update: ({high, low, close}) => index.update(high, low, close)};
  }
});
