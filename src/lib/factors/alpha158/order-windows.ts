/** Alpha158: highest and lowest, quantiles and ranks of a window, and where in it they stand. */
import {SortedValues} from "../../indicators/sorted-values.js";
import {WindowMaximum, WindowMinimum} from "../../indicators/window-extreme.js";
import {WindowMaximumAge, WindowMinimumAge} from "../../indicators/window-extreme-age.js";
import type {FactorBody} from "../factor.js";
import {TINY, windowed} from "./alpha158-factor.js";

function sorted(candles: number, read: (closes: SortedValues, close: number) => number): FactorBody {
  const closes = new SortedValues(candles);
  return {
    parts: {closes},
    update: ({close}) => {
      closes.update(close);
      return read(closes, close);
    }
  };
}

/** Positions are counted from the oldest candle of the window, which is 1; of equal ones the oldest counts. */
function positioned(candles: number, read: (highest: number, lowest: number) => number): FactorBody {
  const counter = {count: 0};
  const highs = new WindowMaximumAge(candles, "oldest");
  const lows = new WindowMinimumAge(candles, "oldest");
  return {
    parts: {counter, highs, lows},
    update: ({high, low}) => {
      if (counter.count < candles) counter.count++;
      return read(counter.count - highs.update(high), counter.count - lows.update(low)) / candles;
    }
  };
}

export const ORDER_WINDOWS = [
  windowed({
    code: "MAX",
    title: "Highest high",
    description: "Highest high of the last n candles over the close.",
    inputs: ["high", "close"],
    warmUp: 1,
    create: (candles) => {
      const highs = new WindowMaximum(candles, "first");
      return {parts: {highs}, update: ({high, close}) => highs.update(high) / close};
    }
  }),
  windowed({
    code: "MIN",
    title: "Lowest low",
    description: "Lowest low of the last n candles over the close.",
    inputs: ["low", "close"],
    warmUp: 1,
    create: (candles) => {
      const lows = new WindowMinimum(candles, "first");
      return {parts: {lows}, update: ({low, close}) => lows.update(low) / close};
    }
  }),
  windowed({
    code: "QTLU",
    title: "Upper quantile",
    description: "80 % quantile (type 7) of the last n closes over the close.",
    inputs: ["close"],
    warmUp: 1,
    create: (candles) => sorted(candles, (closes, close) => closes.quantile(0.8) / close)
  }),
  windowed({
    code: "QTLD",
    title: "Lower quantile",
    description: "20 % quantile (type 7) of the last n closes over the close.",
    inputs: ["close"],
    warmUp: 1,
    create: (candles) => sorted(candles, (closes, close) => closes.quantile(0.2) / close)
  }),
  windowed({
    code: "RANK",
    title: "Rank of the close",
    description: "Average rank of the close among the last n over their number, above 0 to 1.",
    inputs: ["close"],
    warmUp: 1,
    create: (candles) => sorted(candles, (closes, close) => closes.averageRank(close) / closes.size)
  }),
  windowed({
    code: "RSV",
    title: "Place in the range",
    description: "Close minus the lowest low over the range of the last n candles, 0 to 1.",
    inputs: ["high", "low", "close"],
    warmUp: 1,
    create: (candles) => {
      const highs = new WindowMaximum(candles, "first");
      const lows = new WindowMinimum(candles, "first");
      return {
        parts: {highs, lows},
        update: ({high, low, close}) => {
          const lowest = lows.update(low);
          return (close - lowest) / (highs.update(high) - lowest + TINY);
        }
      };
    }
  }),
  windowed({
    code: "IMAX",
    title: "Place of the high",
    description: "Place in time of the highest high of the last n candles over n: 1 is now.",
    inputs: ["high", "low"],
    warmUp: 1,
    create: (candles) => positioned(candles, (highest) => highest)
  }),
  windowed({
    code: "IMIN",
    title: "Place of the low",
    description: "Place in time of the lowest low of the last n candles over n: 1 is now.",
    inputs: ["high", "low"],
    warmUp: 1,
    create: (candles) => positioned(candles, (_, lowest) => lowest)
  }),
  windowed({
    code: "IMXD",
    title: "Between high and low",
    description:
      "Candles from the lowest low to the highest high of the last n over n: positive when the high is newer.",
    inputs: ["high", "low"],
    warmUp: 1,
    create: (candles) => positioned(candles, (highest, lowest) => highest - lowest)
  })
];
