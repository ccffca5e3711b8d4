/** Momentum against the other instruments of the slice. */
import {Lag} from "../../indicators/lag.js";
import {crossSectionRank} from "../cross-section-rank.js";
import {defineFactor} from "../factor.js";

export const momentumRank = defineFactor({
  name: "momentum-rank",
  family: "cross-sectional",
  title: "Rank by momentum",
  description: "Rank of the instrument's return over the last n candles among all of the slice, between 0 and 1.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const closes = new Lag(candles);
    return {parts: {closes}, update: ({close}) => close / closes.update(close) - 1};
  },
  across: crossSectionRank
});
