/** Whether volume comes with rising prices (CORR of Alpha158). */
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";

export const priceVolumeCorrelation = defineFactor({
  name: "price-volume-correlation",
  family: "volume-and-flow",
  title: "Correlation of price and volume",
  description: "Correlation of the close and the log volume over the last n candles, -1 to 1.",
  inputs: ["close", "volume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const pairs = new WindowComoments(candles);
    return {
      parts: {pairs},
      update: ({close, volume}) => {
        pairs.update(close, Math.log(volume + 1));
        return pairs.correlation;
      }
    };
  }
});
