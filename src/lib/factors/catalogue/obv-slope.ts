/** Slope of on-balance volume (Granville 1963). */
import {WindowSum} from "../../indicators/window-sum.js";
import {WindowValues} from "../../indicators/window-values.js";
import {defineFactor} from "../factor.js";
import {slopeWeights} from "../line-slope.js";

export const obvSlope = defineFactor({
  name: "obv-slope",
  family: "volume-and-flow",
  title: "Slope of on-balance volume",
  description: "Least-squares slope of on-balance volume over the last n candles, in mean volumes a candle, -1 to 1.",
  inputs: ["close", "volume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const state = {previous: Number.NaN};
    const flows = new WindowValues(candles - 1);
    const volumes = new WindowSum(candles);
    const weights = slopeWeights(candles);
    return {
      parts: {state, flows, volumes},
      update: ({close, volume}) => {
        const total = volumes.update(volume);
        const change = close - state.previous;
        state.previous = close;
        if (!Number.isNaN(change)) flows.update(Math.sign(change) * volume);
        if (!flows.isFull) return Number.NaN;
        // On-balance volume within the window, begun at 0: a slope does not depend on the level.
        const data = flows.data();
        const from = flows.from();
        let balance = 0;
        let slope = 0;
        for (let i = 1; i < candles; i++) {
          balance += data[from + i - 1] as number;
          slope += balance * (weights[i] as number);
        }
        return slope / (total / candles);
      }
    };
  }
});
