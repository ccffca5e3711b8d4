/** Chaikin's oscillator, made comparable between instruments. */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {ChaikinOscillator} from "../../indicators/volume-lines.js";
import {defineFactor} from "../factor.js";

export const chaikinOscillator = defineFactor({
  name: "chaikin-oscillator",
  family: "volume-and-flow",
  title: "Chaikin oscillator",
  description:
    "Fast minus slow average of the accumulation line, in mean volumes of as many candles as the slow one has.",
  inputs: ["high", "low", "close", "volume"],
  parameters: {fast: 3, slow: 10},
  isRecursive: true,
  warmUp: ({slow}) => slow,
  create: (lengths) => {
    const oscillator = new ChaikinOscillator(lengths);
    const volumes = new SimpleAverage(lengths.slow);
    return {
      parts: {oscillator, volumes},
      update: (candle) => oscillator.update(candle) / volumes.update(candle.volume)
    };
  }
});
