/** On which side the crowd is (METHODS F5). */
import {defineFactor} from "../factor.js";

export const longShortRatio = defineFactor({
  name: "long-short-ratio",
  family: "carry",
  title: "Longs against shorts",
  description:
    "Natural logarithm of the newest ratio of longs to shorts: 0 when they are as many, positive for more longs.",
  inputs: ["figures"],
  parameters: {},
  warmUp: () => 1,
  create: () => {
    const state = {ratio: Number.NaN};
    return {
      parts: {state},
      onFigure: ({figure, value}) => {
        if (figure === "long-short-ratio") state.ratio = value;
      },
      update: () => Math.log(state.ratio)
    };
  }
});
