/** Relative strength index (Wilder 1978). */
import {RelativeStrengthIndex} from "../../indicators/relative-strength.js";
import {defineFactor} from "../factor.js";

export const rsi = defineFactor({
  name: "rsi",
  family: "mean-reversion",
  title: "Relative strength index",
  description: "Share of gains in all recent movement, 0 to 100: low is oversold, high is overbought.",
  inputs: ["close"],
  parameters: {candles: 14},
  warmUp: ({candles}) => candles + 1,
  isRecursive: true,
  create: ({candles}) => {
    const index = new RelativeStrengthIndex(candles);
    return {parts: {index}, update: ({close}) => index.update(close)};
  }
});
