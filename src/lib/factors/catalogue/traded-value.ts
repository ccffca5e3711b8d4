/** How much is traded (METHODS F3). */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {defineFactor} from "../factor.js";
import {tradedValue} from "../traded-value.js";

export const meanTradedValue = defineFactor({
  name: "traded-value",
  family: "volume-and-flow",
  title: "Traded value",
  description: "Natural logarithm of the mean quote volume of the last n candles.",
  inputs: ["high", "low", "close", "volume", "quoteVolume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const values = new SimpleAverage(candles);
    return {parts: {values}, update: (candle) => Math.log(values.update(tradedValue(candle)))};
  }
});
