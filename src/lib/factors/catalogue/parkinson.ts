/** Range volatility (Parkinson 1980, METHODS F4). */
import {WindowSum} from "../../indicators/window-sum.js";
import {candlesPerYear} from "../../vocabulary/timeframe.js";
import {defineFactor} from "../factor.js";

export const parkinson = defineFactor({
  name: "parkinson",
  family: "volatility-and-range",
  title: "Parkinson volatility",
  description: "Volatility from the ranges of the last n candles, annualised over 365 days.",
  inputs: ["high", "low"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const squares = new WindowSum(candles);
    return {
      parts: {squares},
      update: ({high, low}, {timeframe}) => {
        const mean = squares.update(Math.log(high / low) ** 2) / candles;
        return Math.sqrt((mean / (4 * Math.LN2)) * candlesPerYear(timeframe));
      }
    };
  }
});
