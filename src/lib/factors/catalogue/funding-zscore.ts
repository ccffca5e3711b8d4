/** How unusual the funding is (METHODS F5). */
import {WindowMoments} from "../../indicators/window-moments.js";
import {defineFactor} from "../factor.js";
import {annualFunding} from "../funding-rate.js";

export const fundingZscore = defineFactor({
  name: "funding-zscore",
  family: "carry",
  title: "Z-score of the funding rate",
  description: "Distance of the newest funding rate from its mean over the last n settlements, in standard deviations.",
  inputs: ["funding"],
  parameters: {settlements: 90},
  warmUp: ({settlements}) => settlements,
  create: ({settlements}) => {
    const state = {rate: Number.NaN};
    const rates = new WindowMoments(settlements);
    return {
      parts: {state, rates},
      onFunding: (funding) => {
        state.rate = annualFunding(funding);
        rates.update(state.rate);
      },
      update: () => (state.rate - rates.mean) / rates.sampleDeviation
    };
  }
});
