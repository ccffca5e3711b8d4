/** Choppiness index (Dreiss). */
import {TrueRange} from "../../indicators/true-range.js";
import {WindowMaximum, WindowMinimum} from "../../indicators/window-extreme.js";
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";

export const choppiness = defineFactor({
  name: "choppiness",
  family: "volatility-and-range",
  title: "Choppiness",
  description:
    "Path of the true ranges against the whole range of the last n candles, on a log scale: 100 goes nowhere.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 14},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const range = new TrueRange();
    const path = new WindowSum(candles);
    const highs = new WindowMaximum(candles);
    const lows = new WindowMinimum(candles);
    return {
      parts: {range, path, highs, lows},
      update: ({high, low, close}) => {
        const whole = highs.update(high) - lows.update(low);
        return (100 * Math.log10(path.update(range.update(high, low, close)) / whole)) / Math.log10(candles);
      }
    };
  }
});
