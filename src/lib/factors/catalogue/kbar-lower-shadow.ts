/** Lower shadow against range (KLOW2 of Alpha158). */
import {defineFactor} from "../factor.js";

export const kbarLowerShadow = defineFactor({
  name: "kbar-lower-shadow",
  family: "candlestick-shape",
  title: "Share of the lower shadow",
  description: "Lower end of the body minus low over high minus low, 0 to 1.",
  inputs: ["open", "high", "low", "close"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({open, high, low, close}) => (Math.min(open, close) - low) / (high - low)})
});
