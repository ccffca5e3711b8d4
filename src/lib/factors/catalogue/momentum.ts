/** Return over the last candles (METHODS F3). */
import {Lag} from "../../indicators/lag.js";
import {defineFactor} from "../factor.js";

export const momentum = defineFactor({
  name: "momentum",
  family: "momentum-and-trend",
  title: "Momentum",
  description: "Return over the last n candles, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 24},
  variants: [{candles: 168}],
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const closes = new Lag(candles);
    return {parts: {closes}, update: ({close}) => close / closes.update(close) - 1};
  }
});
