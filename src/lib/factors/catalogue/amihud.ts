/** Illiquidity (Amihud 2002, METHODS F3). */
import {WindowSum} from "../../indicators/window-sum.js";
import {defineFactor} from "../factor.js";
import {SimpleReturn} from "../simple-return.js";
import {tradedValue} from "../traded-value.js";

/** Quote units in which the price's answer is stated. */
const PER_QUOTE_UNITS = 1_000_000;

export const amihud = defineFactor({
  name: "amihud",
  family: "volume-and-flow",
  title: "Amihud illiquidity",
  description:
    "Mean of |return| per million quote units traded over the last n candles; candles without trade count not.",
  inputs: ["high", "low", "close", "volume", "quoteVolume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const returns = new SimpleReturn();
    const impacts = new WindowSum(candles);
    const traded = new WindowSum(candles);
    return {
      parts: {returns, impacts, traded},
      update: (candle) => {
        const value = tradedValue(candle);
        const change = Math.abs(returns.update(candle.close));
        const impact = impacts.update(value > 0 ? change / value : change * 0);
        return (PER_QUOTE_UNITS * impact) / traded.update(value > 0 ? 1 : 0);
      }
    };
  }
});
