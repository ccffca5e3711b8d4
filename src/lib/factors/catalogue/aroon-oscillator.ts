/** Aroon oscillator (Chande 1995). */
import {Aroon} from "../../indicators/aroon.js";
import {defineFactor} from "../factor.js";

export const aroonOscillator = defineFactor({
  name: "aroon-oscillator",
  family: "momentum-and-trend",
  title: "Aroon oscillator",
  description: "How much more recent the last high is than the last low, -100 to 100.",
  inputs: ["high", "low"],
  parameters: {candles: 25},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const aroon = new Aroon(candles);
    return {parts: {aroon}, update: ({high, low}) => aroon.update(high, low)};
  }
});
