/** Spread estimated from highs and lows (Corwin and Schultz 2012, METHODS F6). */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {defineFactor} from "../factor.js";
import {corwinSchultz} from "../spread-estimators.js";

export const corwinSchultzSpread = defineFactor({
  name: "corwin-schultz-spread",
  family: "volume-and-flow",
  title: "Corwin-Schultz spread",
  description:
    "Mean spread estimated from pairs of candles among the last n pairs, as a fraction; negative estimates count as 0.",
  inputs: ["high", "low"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const last = {high: Number.NaN, low: Number.NaN};
    const spreads = new SimpleAverage(candles);
    return {
      parts: {last, spreads},
      update: ({high, low}) => {
        const spread = corwinSchultz(last, {high, low});
        last.high = high;
        last.low = low;
        return spreads.update(Math.max(spread, 0));
      }
    };
  }
});
