/** The candle's range against the usual one. */
import {TrueRange} from "../../indicators/true-range.js";
import {WilderAverage} from "../../indicators/wilder-average.js";
import {defineFactor} from "../factor.js";

export const rangeExpansion = defineFactor({
  name: "range-expansion",
  family: "volatility-and-range",
  title: "Range expansion",
  description: "True range of the candle over its Wilder average: above 1 the range widens.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 14},
  isRecursive: true,
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const range = new TrueRange();
    const average = new WilderAverage(candles);
    return {
      parts: {range, average},
      update: ({high, low, close}) => {
        const now = range.update(high, low, close);
        return now / average.update(now);
      }
    };
  }
});
