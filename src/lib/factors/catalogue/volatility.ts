/** Realised volatility (METHODS F3). */
import {WindowMoments} from "../../indicators/window-moments.js";
import {candlesPerYear} from "../../vocabulary/timeframe.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const volatility = defineFactor({
  name: "volatility",
  family: "volatility-and-range",
  title: "Realised volatility",
  description: "Standard deviation of the last n log returns, annualised over 365 days.",
  inputs: ["close"],
  parameters: {candles: 24},
  variants: [{candles: 168}],
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const moments = new WindowMoments(candles);
    return {
      parts: {changes, moments},
      update: ({close}, {timeframe}) => {
        moments.update(changes.update(close));
        return Math.sqrt(moments.sampleVariance * candlesPerYear(timeframe));
      }
    };
  }
});
