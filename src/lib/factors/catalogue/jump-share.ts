/** How much of the variance came in jumps (Barndorff-Nielsen and Shephard 2004). */
import {Lag} from "../../indicators/lag.js";
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";

export const jumpShare = defineFactor({
  name: "jump-share",
  family: "tail-and-higher-moments",
  title: "Share of jumps",
  description: "One minus bipower over realised variance of the last n log returns, at least 0: 0 without jumps.",
  inputs: ["close"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const before = new Lag(1);
    const squares = new WindowSum(candles);
    const products = new WindowSum(candles - 1);
    return {
      parts: {changes, before, squares, products},
      update: ({close}) => {
        const size = Math.abs(changes.update(close));
        const variance = squares.update(size * size);
        const bipower = (Math.PI / 2) * products.update(size * before.update(size)) * (candles / (candles - 1));
        return Math.max(0, 1 - bipower / variance);
      }
    };
  }
});
