/** The last move against the other instruments of the slice. */
import {Lag} from "../../indicators/lag.js";
import {crossSectionRank} from "../cross-section-rank.js";
import {defineFactor} from "../factor.js";

export const reversalRank = defineFactor({
  name: "reversal-rank",
  family: "cross-sectional",
  title: "Rank by reversal",
  description:
    "Rank of the negated return over the last n candles among all instruments of the slice, between 0 and 1.",
  inputs: ["close"],
  parameters: {candles: 4},
  across: crossSectionRank,
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const closes = new Lag(candles);
    return {parts: {closes}, update: ({close}) => 1 - close / closes.update(close)};
  }
});
