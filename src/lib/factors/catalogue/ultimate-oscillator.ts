/** Ultimate oscillator (Williams 1985). */
import {UltimateOscillator} from "../../indicators/ultimate-oscillator.js";
import {defineFactor} from "../factor.js";

export const ultimateOscillator = defineFactor({
  name: "ultimate-oscillator",
  family: "mean-reversion",
  title: "Ultimate oscillator",
  description: "Buying pressure over true range in three windows, 0 to 100.",
  inputs: ["high", "low", "close"],
  parameters: {short: 7, middle: 14, long: 28},
  warmUp: ({short, middle, long}) => Math.max(short, middle, long) + 1,
  create: ({short, middle, long}) => {
    const oscillator = new UltimateOscillator([short, middle, long]);
    return {parts: {oscillator}, update: ({high, low, close}) => oscillator.update(high, low, close)};
  }
});
