/** Alpha158: volume over a window, and how it goes with the price. */
import {WindowComoments} from "../../indicators/window-comoments.js";
import {WindowMoments} from "../../indicators/window-moments.js";
import {SimpleReturn} from "../simple-return.js";
import {TINY, windowed} from "./alpha158-factor.js";

export const VOLUME_WINDOWS = [
  windowed({
    code: "CORR",
    title: "Correlation of price and volume",
    description: "Correlation of the close and the log volume over the last n candles, -1 to 1.",
    inputs: ["close", "volume"],
    warmUp: 2,
    create: (candles) => {
      const pairs = new WindowComoments(candles, 2);
      return {
        parts: {pairs},
        update: ({close, volume}) => {
          pairs.update(close, Math.log(volume + 1));
          return pairs.correlation;
        }
      };
    }
  }),
  windowed({
    code: "CORD",
    title: "Correlation of price and volume changes",
    description: "Correlation of the changes of the close and of the volume over the last n candles, -1 to 1.",
    inputs: ["close", "volume"],
    warmUp: 3,
    before: 1,
    create: (candles) => {
      const last = {close: Number.NaN, volume: Number.NaN};
      const pairs = new WindowComoments(candles, 2);
      return {
        parts: {last, pairs},
        update: ({close, volume}) => {
          const price = close / last.close;
          if (!Number.isNaN(price)) pairs.update(price, Math.log(volume / last.volume + 1));
          last.close = close;
          last.volume = volume;
          return pairs.correlation;
        }
      };
    }
  }),
  windowed({
    code: "VMA",
    title: "Mean volume",
    description: "Mean volume of the last n candles over the volume.",
    inputs: ["volume"],
    warmUp: 1,
    create: (candles) => {
      const volumes = new WindowMoments(candles, 1);
      return {
        parts: {volumes},
        update: ({volume}) => {
          volumes.update(volume);
          return volumes.mean / (volume + TINY);
        }
      };
    }
  }),
  windowed({
    code: "VSTD",
    title: "Deviation of the volume",
    description: "Standard deviation of the last n volumes over the volume.",
    inputs: ["volume"],
    warmUp: 2,
    create: (candles) => {
      const volumes = new WindowMoments(candles, 2);
      return {
        parts: {volumes},
        update: ({volume}) => {
          volumes.update(volume);
          return Math.sqrt(volumes.sampleVariance) / (volume + TINY);
        }
      };
    }
  }),
  windowed({
    code: "WVMA",
    title: "Unsteadiness of weighted moves",
    description: "Deviation over mean of the absolute returns times volume of the last n candles.",
    inputs: ["close", "volume"],
    warmUp: 3,
    before: 1,
    create: (candles) => {
      const returns = new SimpleReturn();
      const weighted = new WindowMoments(candles, 2);
      return {
        parts: {returns, weighted},
        update: ({close, volume}) => {
          const move = Math.abs(returns.update(close)) * volume;
          if (!Number.isNaN(move)) weighted.update(move);
          return Math.sqrt(weighted.sampleVariance) / (weighted.mean + TINY);
        }
      };
    }
  })
];
