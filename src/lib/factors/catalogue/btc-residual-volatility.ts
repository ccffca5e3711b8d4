/** Volatility that bitcoin does not explain (METHODS F3). */
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const btcResidualVolatility = defineFactor({
  name: "btc-residual-volatility",
  family: "lead-lag",
  title: "Residual volatility",
  description:
    "Standard deviation of the log return beyond its regression on bitcoin over the last n candles (n-2), as a fraction a candle.",
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
        return Math.sqrt(Math.max(0, pairs.squaresY - pairs.slope * pairs.products) / (candles - 2));
      }
    };
  }
});
