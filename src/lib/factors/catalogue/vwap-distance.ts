/** Distance from the volume-weighted average price. */
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";
import {tradedValue} from "../traded-value.js";

export const vwapDistance = defineFactor({
  name: "vwap-distance",
  family: "volume-and-flow",
  title: "Distance from VWAP",
  description: "Close against the volume-weighted average price of the last n candles, as a fraction.",
  inputs: ["high", "low", "close", "volume", "quoteVolume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const values = new WindowSum(candles);
    const volumes = new WindowSum(candles);
    return {
      parts: {values, volumes},
      update: (candle) => {
        const value = values.update(tradedValue(candle));
        return (candle.close * volumes.update(candle.volume)) / value - 1;
      }
    };
  }
});
