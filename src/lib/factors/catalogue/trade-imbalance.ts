/** Signed volume of the single trades (METHODS F6). */
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";

export const tradeImbalance = defineFactor({
  name: "trade-imbalance",
  family: "volume-and-flow",
  title: "Trade imbalance",
  description: "Bought minus sold volume of the trades in the last n candles, as a fraction of all, -1 to 1.",
  inputs: ["trades"],
  parameters: {candles: 12},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const state = {signed: 0, all: 0};
    const signed = new WindowSum(candles);
    const all = new WindowSum(candles);
    return {
      parts: {state, signed, all},
      onTrade: ({amount, takerSide}) => {
        state.all += amount;
        if (takerSide !== null) state.signed += takerSide === "buy" ? amount : -amount;
      },
      update: () => {
        const value = signed.update(state.signed) / all.update(state.all);
        state.signed = 0;
        state.all = 0;
        return value;
      }
    };
  }
});
