/** TRIX (Hutson 1983). */
import {Trix} from "../../indicators/layered-averages.js";
import {defineFactor} from "../factor.js";

export const trix = defineFactor({
  name: "trix",
  family: "momentum-and-trend",
  title: "TRIX",
  description: "Change of the triple exponential average of n candles, in percent a candle.",
  inputs: ["close"],
  parameters: {candles: 15},
  isRecursive: true,
  warmUp: ({candles}) => 3 * candles - 1,
  create: ({candles}) => {
    const change = new Trix(candles);
    return {parts: {change}, update: ({close}) => change.update(close)};
  }
});
