/** Chaikin's money flow. */
import {closeLocation} from "../../indicators/volume-lines.js";
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";

export const chaikinFlow = defineFactor({
  name: "chaikin-flow",
  family: "volume-and-flow",
  title: "Chaikin money flow",
  description:
    "Volume weighted by where each close stands in its range, as a share of the volume of the last n candles, -1 to 1.",
  inputs: ["high", "low", "close", "volume"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const flows = new WindowSum(candles);
    const volumes = new WindowSum(candles);
    return {
      parts: {flows, volumes},
      update: ({high, low, close, volume}) =>
        flows.update(closeLocation(high, low, close) * volume) / volumes.update(volume)
    };
  }
});
