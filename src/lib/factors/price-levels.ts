/**
 * Lines on the chart that rules compare with the price: averages, channels, bands. They are calculated like factors and
 * named like them, but say nothing about returns by themselves, so the catalogue that research measures leaves them out.
 */
import {ExponentialAverage} from "../indicators/exponential-average.js";
import {SimpleAverage} from "../indicators/simple-average.js";
import {AverageTrueRange} from "../indicators/true-range.js";
import {WeightedAverage} from "../indicators/weighted-average.js";
import {WindowMaximum, WindowMinimum} from "../indicators/window-extreme.js";
import {WindowMoments} from "../indicators/window-moments.js";
import {WindowSum} from "../indicators/window-sum.js";
import {defineFactor, type FactorDefinition} from "./factor.js";
import {tradedValue} from "./traded-value.js";

const sma = defineFactor({
  name: "sma",
  family: "momentum-and-trend",
  title: "Simple moving average",
  description: "Mean of the last n closes, in quote units.",
  inputs: ["close"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const average = new SimpleAverage(candles);
    return {parts: {average}, update: ({close}) => average.update(close)};
  },
  columns: ({candles}) => {
    const average = new SimpleAverage(candles);
    return ({close}, from, out) => average.run(close.subarray(from, from + out.length), out);
  }
});

const ema = defineFactor({
  name: "ema",
  family: "momentum-and-trend",
  title: "Exponential moving average",
  description: "Exponential moving average of the closes, weight 2 / (n + 1), in quote units.",
  inputs: ["close"],
  parameters: {candles: 20},
  isRecursive: true,
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const average = new ExponentialAverage(candles);
    return {parts: {average}, update: ({close}) => average.update(close)};
  }
});

const wma = defineFactor({
  name: "wma",
  family: "momentum-and-trend",
  title: "Weighted moving average",
  description: "Mean of the last n closes, the newest weighing n, the oldest 1, in quote units.",
  inputs: ["close"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const average = new WeightedAverage(candles);
    return {parts: {average}, update: ({close}) => average.update(close)};
  }
});

const highest = defineFactor({
  name: "highest",
  family: "momentum-and-trend",
  title: "Highest high",
  description: "Highest high of the last n candles, this one included, in quote units.",
  inputs: ["high"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const highs = new WindowMaximum(candles);
    return {parts: {highs}, update: ({high}) => highs.update(high)};
  }
});

const lowest = defineFactor({
  name: "lowest",
  family: "momentum-and-trend",
  title: "Lowest low",
  description: "Lowest low of the last n candles, this one included, in quote units.",
  inputs: ["low"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const lows = new WindowMinimum(candles);
    return {parts: {lows}, update: ({low}) => lows.update(low)};
  }
});

const vwap = defineFactor({
  name: "vwap",
  family: "volume-and-flow",
  title: "Volume-weighted average price",
  description: "Traded value over volume of the last n candles, in quote units.",
  inputs: ["high", "low", "close", "volume", "quoteVolume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const values = new WindowSum(candles);
    const volumes = new WindowSum(candles);
    return {
      parts: {values, volumes},
      update: (candle) => values.update(tradedValue(candle)) / volumes.update(candle.volume)
    };
  }
});

const averageVolume = defineFactor({
  name: "average-volume",
  family: "volume-and-flow",
  title: "Average volume",
  description: "Mean volume of the last n candles, in base units.",
  inputs: ["volume"],
  parameters: {candles: 20},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const average = new SimpleAverage(candles);
    return {parts: {average}, update: ({volume}) => average.update(volume)};
  }
});

const atr = defineFactor({
  name: "atr",
  family: "volatility-and-range",
  title: "Average true range",
  description: "Average true range (Wilder 1978) in quote units.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 14},
  isRecursive: true,
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const range = new AverageTrueRange(candles);
    return {parts: {range}, update: ({high, low, close}) => range.update(high, low, close)};
  }
});

/** @param side 1 the upper band, -1 the lower */
function bollingerBand(name: string, title: string, side: 1 | -1): FactorDefinition {
  return defineFactor({
    name,
    family: "volatility-and-range",
    title,
    description: `Mean of the last n closes ${side > 0 ? "plus" : "less"} so many population deviations, in quote units.`,
    inputs: ["close"],
    parameters: {candles: 20, deviations: 2},
    warmUp: ({candles}) => candles,
    create: ({candles, deviations}) => {
      const closes = new WindowMoments(candles);
      const toPopulation = Math.sqrt((candles - 1) / candles);
      return {
        parts: {closes},
        update: ({close}) => {
          closes.update(close);
          return closes.mean + side * deviations * toPopulation * closes.sampleDeviation;
        }
      };
    }
  });
}

export const PRICE_LEVELS: readonly FactorDefinition[] = [
  sma,
  ema,
  wma,
  highest,
  lowest,
  vwap,
  averageVolume,
  atr,
  bollingerBand("bollinger-upper", "Upper Bollinger band", 1),
  bollingerBand("bollinger-lower", "Lower Bollinger band", -1)
];
