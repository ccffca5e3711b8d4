/** Distance from the parabolic stop (Wilder 1978). */
import {ParabolicStop} from "../../indicators/parabolic-stop.js";
import {defineFactor} from "../factor.js";

export const parabolicDistance = defineFactor({
  name: "parabolic-distance",
  family: "momentum-and-trend",
  title: "Distance from the parabolic stop",
  description: "Close against the parabolic stop, as a fraction: positive in an upward trend.",
  inputs: ["high", "low", "close"],
  parameters: {step: 0.02, maximum: 0.2},
  isRecursive: true,
  warmUp: () => 2,
  create: (parameters) => {
    const stop = new ParabolicStop(parameters);
    return {parts: {stop}, update: ({high, low, close}) => close / stop.update(high, low) - 1};
  }
});
