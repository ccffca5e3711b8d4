/** Spread estimated from returns (Roll 1984, METHODS F6). */
import {Lag} from "../../indicators/lag.js";
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";
import {rollSpread} from "../spread-estimators.js";

export const rollSpreadFactor = defineFactor({
  name: "roll-spread",
  family: "volume-and-flow",
  title: "Roll spread",
  description:
    "Spread estimated from the autocovariance of the last n log returns, as a fraction; 0 where it is positive.",
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
        return rollSpread(pairs.products / (candles - 1));
      }
    };
  }
});
