/** Return beyond the market's. */
import {Lag} from "../../indicators/lag.js";
import {crossSectionDemean} from "../cross-section-rank.js";
import {defineFactor} from "../factor.js";

export const relativeStrength = defineFactor({
  name: "relative-strength",
  family: "cross-sectional",
  title: "Relative strength",
  description: "Return over the last n candles minus the mean return of all instruments of the slice, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 24},
  across: crossSectionDemean,
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const closes = new Lag(candles);
    return {parts: {closes}, update: ({close}) => close / closes.update(close) - 1};
  }
});
