/** How far under the last peak. */
import {WindowMaximum} from "../../indicators/window-extreme.js";
import {defineFactor} from "../factor.js";

export const drawdown = defineFactor({
  name: "drawdown",
  family: "tail-and-higher-moments",
  title: "Drawdown",
  description: "Close against the highest close of the last n candles, as a fraction of at most 0.",
  inputs: ["close"],
  parameters: {candles: 168},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const closes = new WindowMaximum(candles);
    return {parts: {closes}, update: ({close}) => close / closes.update(close) - 1};
  }
});
