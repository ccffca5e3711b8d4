/** Bitcoin's return, for the instruments that follow it. */
import {Lag} from "../../indicators/lag.js";
import {defineFactor} from "../factor.js";

export const btcReturn = defineFactor({
  name: "btc-return",
  family: "lead-lag",
  title: "Return of bitcoin",
  description: "Return of bitcoin over the last n candles, as a fraction; the same for every instrument of a slice.",
  inputs: ["reference"],
  parameters: {candles: 1},
  variants: [{candles: 4}],
  warmUp: ({candles}) => candles + 1,
  reference: "bitcoin",
  create: ({candles}) => {
    const closes = new Lag(candles);
    return {
      parts: {closes},
      update: (_, {reference}) => {
        const close = reference === null ? Number.NaN : reference.close;
        return close / closes.update(close) - 1;
      }
    };
  }
});
