/** How steadily the price rises (CNTD of Alpha158). */
import {Lag} from "../../indicators/lag.js";
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";

export const upShare = defineFactor({
  name: "up-share",
  family: "momentum-and-trend",
  title: "Balance of rising and falling closes",
  description: "Share of rising minus share of falling closes among the last n, -1 to 1.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const last = new Lag(1);
    const signs = new WindowSum(candles);
    return {
      parts: {last, signs},
      update: ({close}) => signs.update(Math.sign(close - last.update(close))) / candles
    };
  }
});
