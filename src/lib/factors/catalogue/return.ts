/** Return over the last candle or few. */
import {Lag} from "../../indicators/lag.js";
import {defineFactor} from "../factor.js";

export const lastReturn = defineFactor({
  name: "return",
  family: "mean-reversion",
  title: "Last return",
  description: "Return over the last n candles, as a fraction: short moves tend to be given back.",
  inputs: ["close"],
  parameters: {candles: 1},
  variants: [{candles: 4}],
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const closes = new Lag(candles);
    return {parts: {closes}, update: ({close}) => close / closes.update(close) - 1};
  }
});
