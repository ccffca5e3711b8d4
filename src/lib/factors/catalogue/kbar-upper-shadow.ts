/** Upper shadow against range (KUP2 of Alpha158). */
import {defineFactor} from "../factor.js";

export const kbarUpperShadow = defineFactor({
  name: "kbar-upper-shadow",
  family: "candlestick-shape",
  title: "Share of the upper shadow",
  description: "High minus the upper end of the body over high minus low, 0 to 1.",
  inputs: ["open", "high", "low", "close"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({open, high, low, close}) => (high - Math.max(open, close)) / (high - low)})
});
