/** Range volatility that allows for a trend (Rogers and Satchell 1991, METHODS F4). */
import {WindowSum} from "../../indicators/window-sum.js";
import {candlesPerYear} from "../../vocabulary/timeframe.js";
import {defineFactor} from "../factor.js";

export const rogersSatchell = defineFactor({
  name: "rogers-satchell",
  family: "volatility-and-range",
  title: "Rogers-Satchell volatility",
  description: "Volatility from the last n candles, free of their trend, annualised over 365 days.",
  inputs: ["open", "high", "low", "close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const variances = new WindowSum(candles);
    return {
      parts: {variances},
      update: ({open, high, low, close}, {timeframe}) => {
        const up = Math.log(high / close) * Math.log(high / open);
        const down = Math.log(low / close) * Math.log(low / open);
        return Math.sqrt((variances.update(up + down) / candles) * candlesPerYear(timeframe));
      }
    };
  }
});
