/** How strongly the instrument follows bitcoin a candle later. */
import {Lag} from "../../indicators/lag.js";
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const btcLaggedBeta = defineFactor({
  name: "btc-lagged-beta",
  family: "lead-lag",
  title: "Lagged beta to bitcoin",
  description: "Least-squares slope of the log return on bitcoin's of the candle before, over the last n candles.",
  inputs: ["close", "reference"],
  parameters: {candles: 168},
  reference: "bitcoin",
  warmUp: ({candles}) => candles + 2,
  create: ({candles}) => {
    const own = new LogReturn();
    const bitcoin = new LogReturn();
    const before = new Lag(1);
    const pairs = new WindowComoments(candles);
    return {
      parts: {own, bitcoin, before, pairs},
      update: ({close}, {reference}) => {
        const lead = before.update(bitcoin.update(reference?.close ?? Number.NaN));
        pairs.update(lead, own.update(close));
        return pairs.slope;
      }
    };
  }
});
