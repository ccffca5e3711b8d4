/** Traded value against the other instruments of the slice. */
import {WindowSum} from "../../indicators/window-sum.js";
import {crossSectionRank} from "../cross-section-rank.js";
import {defineFactor} from "../factor.js";
import {tradedValue} from "../traded-value.js";

export const tradedValueRank = defineFactor({
  name: "traded-value-rank",
  family: "cross-sectional",
  title: "Rank by traded value",
  description: "Rank of the quote volume of the last n candles among all instruments of the slice, between 0 and 1.",
  inputs: ["high", "low", "close", "volume", "quoteVolume"],
  parameters: {candles: 24},
  across: crossSectionRank,
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const values = new WindowSum(candles);
    return {parts: {values}, update: (candle) => values.update(tradedValue(candle))};
  }
});
