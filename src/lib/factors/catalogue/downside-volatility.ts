/** Volatility of the falls alone (METHODS F3). */
import {WindowSum} from "../../indicators/window-sum.js";
import {candlesPerYear} from "../../vocabulary/timeframe.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const downsideVolatility = defineFactor({
  name: "downside-volatility",
  family: "volatility-and-range",
  title: "Downside volatility",
  description: "Root mean square of the falls among the last n log returns, annualised over 365 days.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const squares = new WindowSum(candles);
    return {
      parts: {changes, squares},
      update: ({close}, {timeframe}) => {
        const change = changes.update(close);
        const mean = squares.update(change < 0 ? change * change : change * 0) / candles;
        return Math.sqrt(mean * candlesPerYear(timeframe));
      }
    };
  }
});
