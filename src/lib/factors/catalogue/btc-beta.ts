/** Sensitivity to bitcoin (METHODS F3). */
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const btcBeta = defineFactor({
  name: "btc-beta",
  family: "lead-lag",
  title: "Beta to bitcoin",
  description: "Least-squares slope of the log return on that of bitcoin over the last n candles.",
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
        return pairs.slope;
      }
    };
  }
});
