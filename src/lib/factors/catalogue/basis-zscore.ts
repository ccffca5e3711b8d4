/** How unusual the basis is (METHODS F5). */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";

export const basisZscore = defineFactor({
  name: "basis-zscore",
  family: "carry",
  title: "Z-score of the basis",
  description: "Distance of the basis from its mean over the last n candles, in standard deviations.",
  inputs: ["close", "reference"],
  parameters: {candles: 48},
  reference: "spot",
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const bases = new WindowMoments(candles);
    return {
      parts: {bases},
      update: ({close}, {reference}) => {
        const basis = close / (reference?.close ?? Number.NaN) - 1;
        bases.update(basis);
        return (basis - bases.mean) / bases.sampleDeviation;
      }
    };
  }
});
