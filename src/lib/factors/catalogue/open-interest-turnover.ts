/** How many candles of trading the open positions are worth (METHODS F5). */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {defineFactor} from "../factor.js";
import {tradedValue} from "../traded-value.js";

export const openInterestTurnover = defineFactor({
  name: "open-interest-turnover",
  family: "carry",
  title: "Open interest against trading",
  description: "Natural logarithm of the open interest at the close over the mean quote volume of the last n candles.",
  inputs: ["high", "low", "close", "volume", "quoteVolume", "figures"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const state = {interest: Number.NaN};
    const traded = new SimpleAverage(candles);
    return {
      parts: {state, traded},
      onFigure: ({figure, value}) => {
        if (figure === "open-interest") state.interest = value;
      },
      update: (candle) => Math.log((state.interest * candle.close) / traded.update(tradedValue(candle)))
    };
  }
});
