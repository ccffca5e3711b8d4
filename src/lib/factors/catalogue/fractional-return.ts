/** A change of the price that remembers more of its level than a return does (Lopez de Prado 2018, METHODS F7). */
import {WindowValues} from "../../indicators/window-values.js";
import {defineFactor} from "../factor.js";
import {fractionalWeights} from "../fractional-difference.js";

export const fractionalReturn = defineFactor({
  name: "fractional-return",
  family: "momentum-and-trend",
  title: "Fractional return",
  description: "Fractionally differenced log close over n candles, taken from the oldest of them, as a fraction.",
  inputs: ["close"],
  parameters: {order: 0.4, candles: 48},
  warmUp: ({candles}) => candles,
  create: ({order, candles}) => {
    const logs = new WindowValues(candles);
    const weights = fractionalWeights(order, candles);
    return {
      parts: {logs},
      update: ({close}) => {
        logs.update(Math.log(close));
        if (!logs.isFull) return Number.NaN;
        const data = logs.data();
        const oldest = logs.from();
        const newest = oldest + candles - 1;
        // From the oldest on: the weights do not add up to 0, so the level itself would show.
        const base = data[oldest] as number;
        let sum = 0;
        for (let k = 0; k < candles; k++) sum += (weights[k] as number) * ((data[newest - k] as number) - base);
        return sum;
      }
    };
  }
});
