/** Recent volume against that of a longer time. */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {defineFactor} from "../factor.js";

export const volumeRatio = defineFactor({
  name: "volume-ratio",
  family: "volume-and-flow",
  title: "Volume ratio",
  description: "Mean volume of the last few candles over that of many: above 1 trading picks up.",
  inputs: ["volume"],
  parameters: {few: 6, many: 48},
  warmUp: ({few, many}) => Math.max(few, many),
  create: ({few, many}) => {
    const recent = new SimpleAverage(few);
    const usual = new SimpleAverage(many);
    return {parts: {recent, usual}, update: ({volume}) => recent.update(volume) / usual.update(volume)};
  }
});
