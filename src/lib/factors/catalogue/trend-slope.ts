/** Slope of the line through the log closes. */
import {LineFit} from "../../indicators/line-fit.js";
import {defineFactor} from "../factor.js";

export const trendSlope = defineFactor({
  name: "trend-slope",
  family: "momentum-and-trend",
  title: "Slope of the trend",
  description: "Slope of the least-squares line through the last n log closes, as a fraction a candle.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const line = new LineFit(candles);
    return {parts: {line}, update: ({close}) => line.update(Math.log(close))};
  }
});
