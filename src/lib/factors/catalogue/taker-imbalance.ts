/** Takers' buying against their selling. */
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";

export const takerImbalance = defineFactor({
  name: "taker-imbalance",
  family: "volume-and-flow",
  title: "Taker imbalance",
  description: "Volume bought minus volume sold by takers over the last n candles, as a fraction of all, -1 to 1.",
  inputs: ["volume", "takerBuyVolume"],
  parameters: {candles: 12},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const signed = new WindowSum(candles);
    const volumes = new WindowSum(candles);
    return {
      parts: {signed, volumes},
      update: ({volume, takerBuyVolume}) => signed.update(2 * takerBuyVolume - volume) / volumes.update(volume)
    };
  }
});
