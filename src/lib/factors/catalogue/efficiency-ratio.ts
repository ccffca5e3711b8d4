/** Efficiency ratio (Kaufman 1995), signed. */
import {Lag} from "../../indicators/lag.js";
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";

export const efficiencyRatio = defineFactor({
  name: "efficiency-ratio",
  family: "momentum-and-trend",
  title: "Efficiency ratio",
  description: "Net change over the length of the path of the last n closes, signed, -1 to 1.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const lag = new Lag(candles);
    const last = new Lag(1);
    const path = new WindowSum(candles);
    return {
      parts: {lag, last, path},
      update: ({close}) => {
        const change = close - lag.update(close);
        return change / path.update(Math.abs(close - last.update(close)));
      }
    };
  }
});
