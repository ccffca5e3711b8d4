/** Where the close stands in the candle (KSFT2 of Alpha158). */
import {defineFactor} from "../factor.js";

export const kbarShift = defineFactor({
  name: "kbar-shift",
  family: "candlestick-shape",
  title: "Shift of the close",
  description: "Twice the close minus high and low over high minus low: -1 at the low, 1 at the high.",
  inputs: ["high", "low", "close"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({high, low, close}) => (2 * close - high - low) / (high - low)})
});
