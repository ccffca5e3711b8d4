/** How heavy the tails are. */
import {WindowValues} from "../../indicators/window-values.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";
import {type Shape, windowShape} from "../window-shape.js";

export const kurtosis = defineFactor({
  name: "kurtosis",
  family: "tail-and-higher-moments",
  title: "Kurtosis of returns",
  description: "Population excess kurtosis of the last n log returns: 0 for a normal distribution.",
  inputs: ["close"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const recent = new WindowValues(candles);
    const shape: Shape = {skewness: Number.NaN, kurtosis: Number.NaN};
    return {
      parts: {changes, recent},
      update: ({close}) => {
        const change = changes.update(close);
        if (!Number.isNaN(change)) recent.update(change);
        windowShape(recent, shape);
        return shape.kurtosis;
      }
    };
  }
});
