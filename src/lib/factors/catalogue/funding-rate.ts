/** Level of the funding rate (METHODS F5, C6). */
import {defineFactor} from "../factor.js";
import {annualFunding} from "../funding-rate.js";

export const fundingRate = defineFactor({
  name: "funding-rate",
  family: "carry",
  title: "Funding rate",
  description: "Newest settled funding rate, annualised without compounding; positive when longs pay shorts.",
  inputs: ["funding"],
  parameters: {},
  warmUp: () => 1,
  create: () => {
    const state = {rate: Number.NaN};
    return {
      parts: {state},
      onFunding: (funding) => {
        state.rate = annualFunding(funding);
      },
      update: () => state.rate
    };
  }
});
