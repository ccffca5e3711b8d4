/** Money flow index (Quong and Soudack 1989). */
import {MoneyFlowIndex} from "../../indicators/money-flow.js";
import {defineFactor} from "../factor.js";

export const mfi = defineFactor({
  name: "mfi",
  family: "volume-and-flow",
  title: "Money flow index",
  description: "Share of traded value in rising candles among the last n, 0 to 100.",
  inputs: ["high", "low", "close", "volume"],
  parameters: {candles: 14},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const index = new MoneyFlowIndex(candles);
    return {parts: {index}, update: (candle) => index.update(candle)};
  }
});
