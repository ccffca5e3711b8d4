/** Body of the candle (KMID of Alpha158). */
import {defineFactor} from "../factor.js";

export const kbarBody = defineFactor({
  name: "kbar-body",
  family: "candlestick-shape",
  title: "Candle body",
  description: "Close minus open, as a fraction of the open.",
  inputs: ["open", "close"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({open, close}) => (close - open) / open})
});
