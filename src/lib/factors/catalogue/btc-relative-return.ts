/** Return beyond bitcoin's. */
import {Lag} from "../../indicators/lag.js";
import {defineFactor} from "../factor.js";

export const btcRelativeReturn = defineFactor({
  name: "btc-relative-return",
  family: "lead-lag",
  title: "Return against bitcoin",
  description: "Return over the last n candles minus that of bitcoin, as a fraction.",
  inputs: ["close", "reference"],
  parameters: {candles: 24},
  reference: "bitcoin",
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const own = new Lag(candles);
    const bitcoin = new Lag(candles);
    return {
      parts: {own, bitcoin},
      update: ({close}, {reference}) => {
        const other = reference?.close ?? Number.NaN;
        return close / own.update(close) - other / bitcoin.update(other);
      }
    };
  }
});
