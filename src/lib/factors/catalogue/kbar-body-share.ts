/** Body against range (KMID2 of Alpha158). */
import {defineFactor} from "../factor.js";

export const kbarBodyShare = defineFactor({
  name: "kbar-body-share",
  family: "candlestick-shape",
  title: "Share of the body",
  description: "Close minus open over high minus low, -1 to 1.",
  inputs: ["open", "high", "low", "close"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({open, high, low, close}) => (close - open) / (high - low)})
});
