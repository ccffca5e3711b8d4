/** Average true range (Wilder 1978) against the price. */
import {AverageTrueRange} from "../../indicators/true-range.js";
import {defineFactor} from "../factor.js";

export const atrRatio = defineFactor({
  name: "atr-ratio",
  family: "volatility-and-range",
  title: "Average true range ratio",
  description: "Average true range as a fraction of the close.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 14},
  warmUp: ({candles}) => candles + 1,
  isRecursive: true,
  create: ({candles}) => {
    const range = new AverageTrueRange(candles);
    return {parts: {range}, update: ({high, low, close}) => range.update(high, low, close) / close};
  }
});
