/** Where the close stands in the Donchian channel. */
import {WindowMaximum, WindowMinimum} from "../../indicators/window-extreme.js";
import {defineFactor} from "../factor.js";

export const donchianPosition = defineFactor({
  name: "donchian-position",
  family: "momentum-and-trend",
  title: "Donchian position",
  description: "Where the close stands in the range of the last n candles: -1 at its low, 1 at its high.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const highs = new WindowMaximum(candles);
    const lows = new WindowMinimum(candles);
    return {
      parts: {highs, lows},
      update: ({high, low, close}) => {
        const highest = highs.update(high);
        const lowest = lows.update(low);
        return (2 * close - highest - lowest) / (highest - lowest);
      }
    };
  }
});
