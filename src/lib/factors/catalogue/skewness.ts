/** Which side the surprises are on. */
import {WindowValues} from "../../indicators/window-values.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";
import {type Shape, windowShape} from "../window-shape.js";

export const skewness = defineFactor({
  name: "skewness",
  family: "tail-and-higher-moments",
  title: "Skewness of returns",
  description: "Population skewness of the last n log returns: negative when the large moves go down.",
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
        return shape.skewness;
      }
    };
  }
});
