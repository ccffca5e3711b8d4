/** Volatility against the other instruments of the slice. */
import {WindowMoments} from "../../indicators/window-moments.js";
import {crossSectionRank} from "../cross-section-rank.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const volatilityRank = defineFactor({
  name: "volatility-rank",
  family: "cross-sectional",
  title: "Rank by volatility",
  description: "Rank of the volatility of the last n log returns among all instruments of the slice, between 0 and 1.",
  inputs: ["close"],
  parameters: {candles: 24},
  across: crossSectionRank,
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const moments = new WindowMoments(candles);
    return {
      parts: {changes, moments},
      update: ({close}) => {
        moments.update(changes.update(close));
        return moments.sampleVariance;
      }
    };
  }
});
