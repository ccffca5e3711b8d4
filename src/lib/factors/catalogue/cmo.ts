/** Chande's momentum oscillator (Chande and Kroll 1994). */
import {ChandeMomentum} from "../../indicators/relative-strength.js";
import {defineFactor} from "../factor.js";

export const cmo = defineFactor({
  name: "cmo",
  family: "mean-reversion",
  title: "Chande momentum oscillator",
  description: "Gains minus losses over all movement, Wilder-smoothed, -100 to 100.",
  inputs: ["close"],
  parameters: {candles: 14},
  isRecursive: true,
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const oscillator = new ChandeMomentum(candles);
    return {parts: {oscillator}, update: ({close}) => oscillator.update(close)};
  }
});
