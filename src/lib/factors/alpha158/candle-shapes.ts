/** Alpha158: nine shapes of the candle and four price ratios. */
import {ofOneCandle, TINY} from "./alpha158-factor.js";

const OHLC = ["open", "high", "low", "close"] as const;

export const CANDLE_SHAPES = [
  ofOneCandle({
    code: "KMID",
    title: "Body",
    description: "Close minus open, over the open.",
    inputs: ["open", "close"],
    update: ({open, close}) => (close - open) / open
  }),
  ofOneCandle({
    code: "KLEN",
    title: "Range",
    description: "High minus low, over the open.",
    inputs: ["open", "high", "low"],
    update: ({open, high, low}) => (high - low) / open
  }),
  ofOneCandle({
    code: "KMID2",
    title: "Body in the range",
    description: "Close minus open, over the range.",
    inputs: OHLC,
    update: ({open, high, low, close}) => (close - open) / (high - low + TINY)
  }),
  ofOneCandle({
    code: "KUP",
    title: "Upper shadow",
    description: "High minus the top of the body, over the open.",
    inputs: OHLC,
    update: ({open, high, close}) => (high - Math.max(open, close)) / open
  }),
  ofOneCandle({
    code: "KUP2",
    title: "Upper shadow in the range",
    description: "High minus the top of the body, over the range.",
    inputs: OHLC,
    update: ({open, high, low, close}) => (high - Math.max(open, close)) / (high - low + TINY)
  }),
  ofOneCandle({
    code: "KLOW",
    title: "Lower shadow",
    description: "Bottom of the body minus low, over the open.",
    inputs: OHLC,
    update: ({open, low, close}) => (Math.min(open, close) - low) / open
  }),
  ofOneCandle({
    code: "KLOW2",
    title: "Lower shadow in the range",
    description: "Bottom of the body minus low, over the range.",
    inputs: OHLC,
    update: ({open, high, low, close}) => (Math.min(open, close) - low) / (high - low + TINY)
  }),
  ofOneCandle({
    code: "KSFT",
    title: "Shift of the close",
    description: "Twice the close minus high and low, over the open.",
    inputs: OHLC,
    update: ({open, high, low, close}) => (2 * close - high - low) / open
  }),
  ofOneCandle({
    code: "KSFT2",
    title: "Shift of the close in the range",
    description: "Twice the close minus high and low, over the range.",
    inputs: ["high", "low", "close"],
    update: ({high, low, close}) => (2 * close - high - low) / (high - low + TINY)
  }),
  ofOneCandle({
    code: "OPEN0",
    title: "Open",
    description: "Open over the close.",
    inputs: ["open", "close"],
    update: ({open, close}) => open / close
  }),
  ofOneCandle({
    code: "HIGH0",
    title: "High",
    description: "High over the close.",
    inputs: ["high", "close"],
    update: ({high, close}) => high / close
  }),
  ofOneCandle({
    code: "LOW0",
    title: "Low",
    description: "Low over the close.",
    inputs: ["low", "close"],
    update: ({low, close}) => low / close
  }),
  ofOneCandle({
    code: "VWAP0",
    title: "Average price",
    description: "Volume-weighted average price of the candle over the close; the typical price where it is not known.",
    inputs: ["high", "low", "close", "volume", "quoteVolume"],
    update: ({high, low, close, volume, quoteVolume}) => {
      const average = quoteVolume / volume;
      return (Number.isFinite(average) ? average : (high + low + close) / 3) / close;
    }
  })
];
