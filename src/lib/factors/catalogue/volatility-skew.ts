/** Whether falls or rises are the larger moves. */
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const volatilitySkew = defineFactor({
  name: "volatility-skew",
  family: "volatility-and-range",
  title: "Volatility skew",
  description:
    "Root mean square of the falls minus that of the rises over that of all of the last n log returns, -1 to 1.",
  inputs: ["close"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const falls = new WindowSum(candles);
    const rises = new WindowSum(candles);
    return {
      parts: {changes, falls, rises},
      update: ({close}) => {
        const change = changes.update(close);
        const square = change * change;
        const fall = falls.update(change < 0 ? square : square * 0);
        const rise = rises.update(change > 0 ? square : square * 0);
        return (Math.sqrt(fall) - Math.sqrt(rise)) / Math.sqrt(fall + rise);
      }
    };
  }
});
