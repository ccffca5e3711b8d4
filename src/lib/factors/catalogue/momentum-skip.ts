/** Momentum without the last candles, which tend to revert (METHODS F3). */
import {Lag} from "../../indicators/lag.js";
import {defineFactor} from "../factor.js";

export const momentumSkip = defineFactor({
  name: "momentum-skip",
  family: "momentum-and-trend",
  title: "Momentum with a skip",
  description: "Return from n candles ago to s candles ago, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 168, skip: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles, skip}) => {
    const before = new Lag(candles);
    const after = new Lag(skip);
    return {parts: {before, after}, update: ({close}) => after.update(close) / before.update(close) - 1};
  }
});
