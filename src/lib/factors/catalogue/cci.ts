/** Commodity channel index (Lambert 1980). */
import {CommodityChannelIndex} from "../../indicators/commodity-channel.js";
import {defineFactor} from "../factor.js";

export const cci = defineFactor({
  name: "cci",
  family: "mean-reversion",
  title: "Commodity channel index",
  description: "Distance of the typical price from its mean, in scaled mean deviations: mostly -100 to 100.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const index = new CommodityChannelIndex(candles);
    return {parts: {index}, update: ({high, low, close}) => index.update(high, low, close)};
  }
});
