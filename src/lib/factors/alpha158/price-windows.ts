/** Alpha158: levels, lines and deviations of the close over a window, all over the close. */
import {Lag} from "../../indicators/lag.js";
import {WindowComoments} from "../../indicators/window-comoments.js";
import {WindowMoments} from "../../indicators/window-moments.js";
import {WindowSum} from "../../indicators/window-sum.js";
import type {FactorBody} from "../factor.js";
import {windowed} from "./alpha158-factor.js";

const inputs = ["close"] as const;

/** A line through the closes against the number of the candle; the reading is taken at the newest. */
function fitted(candles: number, read: (line: WindowComoments, close: number, at: number) => number): FactorBody {
  const counter = {at: 0};
  const line = new WindowComoments(candles, 2);
  return {
    parts: {counter, line},
    update: ({close}) => {
      counter.at++;
      line.update(counter.at, close);
      return read(line, close, counter.at);
    }
  };
}

export const PRICE_WINDOWS = [
  windowed({
    code: "ROC",
    title: "Earlier close",
    description: "Close of n candles ago over the close.",
    inputs,
    warmUp: (candles) => candles + 1,
    before: 1,
    create: (candles) => {
      const closes = new Lag(candles);
      return {parts: {closes}, update: ({close}) => closes.update(close) / close};
    }
  }),
  windowed({
    code: "MA",
    title: "Mean close",
    description: "Mean of the last n closes over the close.",
    inputs,
    warmUp: 1,
    create: (candles) => {
      const sum = new WindowSum(candles, "first");
      const counter = {count: 0};
      return {
        parts: {sum, counter},
        update: ({close}) => {
          if (counter.count < candles) counter.count++;
          return sum.update(close) / counter.count / close;
        }
      };
    }
  }),
  windowed({
    code: "STD",
    title: "Deviation of the close",
    description: "Standard deviation of the last n closes over the close.",
    inputs,
    warmUp: 2,
    create: (candles) => {
      const closes = new WindowMoments(candles, 2);
      return {
        parts: {closes},
        update: ({close}) => {
          closes.update(close);
          return Math.sqrt(closes.sampleVariance) / close;
        }
      };
    }
  }),
  windowed({
    code: "BETA",
    title: "Slope of the close",
    description: "Slope of the line through the last n closes over the close.",
    inputs,
    warmUp: 2,
    create: (candles) => fitted(candles, (line, close) => line.slope / close)
  }),
  windowed({
    code: "RSQR",
    title: "Fit of the close",
    description: "Share of the variance of the last n closes that a line explains, 0 to 1.",
    inputs,
    warmUp: 2,
    create: (candles) => fitted(candles, (line) => line.correlation ** 2)
  }),
  windowed({
    code: "RESI",
    title: "Residual of the close",
    description: "Close minus the line through the last n closes, over the close.",
    inputs,
    warmUp: 2,
    create: (candles) =>
      fitted(candles, (line, close, at) => (close - line.meanY - line.slope * (at - line.meanX)) / close)
  })
];
