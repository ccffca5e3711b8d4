/** Who was forced out of the market (METHODS F5). */
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";

export const liquidationImbalance = defineFactor({
  name: "liquidation-imbalance",
  family: "carry",
  title: "Imbalance of liquidations",
  description: "Liquidated shorts less longs over both in the last n candles, -1 to 1; undefined where there was none.",
  inputs: ["figures"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const state = {longs: 0, shorts: 0};
    const longs = new WindowSum(candles);
    const shorts = new WindowSum(candles);
    return {
      parts: {state, longs, shorts},
      onFigure: ({figure, value}) => {
        if (figure === "long-liquidations") state.longs += value;
        else if (figure === "short-liquidations") state.shorts += value;
      },
      update: () => {
        const [long, short] = [longs.update(state.longs), shorts.update(state.shorts)];
        state.longs = 0;
        state.shorts = 0;
        return (short - long) / (short + long);
      }
    };
  }
});
