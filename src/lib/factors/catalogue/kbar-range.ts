/** Range of the candle (KLEN of Alpha158). */
import {defineFactor} from "../factor.js";

export const kbarRange = defineFactor({
  name: "kbar-range",
  family: "candlestick-shape",
  title: "Candle range",
  description: "High minus low, as a fraction of the open.",
  inputs: ["open", "high", "low"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({open, high, low}) => (high - low) / open})
});
