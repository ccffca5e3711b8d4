/** Range volatility (Garman and Klass 1980, METHODS F4). */
import {WindowSum} from "../../indicators/window-sum.js";
import {candlesPerYear} from "../../vocabulary/timeframe.js";
import {defineFactor} from "../factor.js";

export const garmanKlass = defineFactor({
  name: "garman-klass",
  family: "volatility-and-range",
  title: "Garman-Klass volatility",
  description: "Volatility from ranges and bodies of the last n candles, annualised over 365 days.",
  inputs: ["open", "high", "low", "close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const variances = new WindowSum(candles);
    return {
      parts: {variances},
      update: ({open, high, low, close}, {timeframe}) => {
        const variance = 0.5 * Math.log(high / low) ** 2 - (2 * Math.LN2 - 1) * Math.log(close / open) ** 2;
        return Math.sqrt((variances.update(variance) / candles) * candlesPerYear(timeframe));
      }
    };
  }
});
