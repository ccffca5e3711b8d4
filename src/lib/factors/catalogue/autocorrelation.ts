/** Whether moves go on or are given back. */
import {Lag} from "../../indicators/lag.js";
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const autocorrelation = defineFactor({
  name: "autocorrelation",
  family: "mean-reversion",
  title: "Autocorrelation of returns",
  description: "First autocorrelation of the last n log returns: negative when moves are given back.",
  inputs: ["close"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles + 2,
  create: ({candles}) => {
    const changes = new LogReturn();
    const before = new Lag(1);
    const pairs = new WindowComoments(candles);
    return {
      parts: {changes, before, pairs},
      update: ({close}) => {
        const change = changes.update(close);
        pairs.update(before.update(change), change);
        return pairs.correlation;
      }
    };
  }
});
