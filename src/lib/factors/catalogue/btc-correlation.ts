/** Correlation with bitcoin. */
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const btcCorrelation = defineFactor({
  name: "btc-correlation",
  family: "lead-lag",
  title: "Correlation with bitcoin",
  description: "Correlation of the log return with that of bitcoin over the last n candles, -1 to 1.",
  inputs: ["close", "reference"],
  parameters: {candles: 168},
  reference: "bitcoin",
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const own = new LogReturn();
    const bitcoin = new LogReturn();
    const pairs = new WindowComoments(candles);
    return {
      parts: {own, bitcoin, pairs},
      update: ({close}, {reference}) => {
        pairs.update(bitcoin.update(reference?.close ?? Number.NaN), own.update(close));
        return pairs.correlation;
      }
    };
  }
});
