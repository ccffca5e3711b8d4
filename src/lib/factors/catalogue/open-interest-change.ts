/** Whether positions are being opened or closed (METHODS F5). */
import {Lag} from "../../indicators/lag.js";
import {defineFactor} from "../factor.js";

export const openInterestChange = defineFactor({
  name: "open-interest-change",
  family: "carry",
  title: "Change of the open interest",
  description: "Newest open interest in base units against that of n candles ago, as a fraction.",
  inputs: ["figures"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const state = {interest: Number.NaN};
    const before = new Lag(candles);
    return {
      parts: {state, before},
      onFigure: ({figure, value}) => {
        if (figure === "open-interest") state.interest = value;
      },
      update: () => state.interest / before.update(state.interest) - 1
    };
  }
});
