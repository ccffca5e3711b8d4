/** Stochastic oscillator (Lane). */
import {Stochastic} from "../../indicators/stochastic.js";
import {defineFactor} from "../factor.js";

export const stochastic = defineFactor({
  name: "stochastic",
  family: "mean-reversion",
  title: "Stochastic oscillator",
  description: "Smoothed place of the close in the range of the last candles, 0 to 100.",
  inputs: ["high", "low", "close"],
  parameters: {range: 14, slowing: 3, signal: 3},
  warmUp: ({range, slowing, signal}) => range + slowing + signal - 2,
  create: (lengths) => {
    const oscillator = new Stochastic(lengths);
    return {parts: {oscillator}, update: ({high, low, close}) => oscillator.update(high, low, close)};
  }
});
