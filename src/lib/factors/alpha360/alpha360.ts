/**
 * Alpha360: qlib's set of 360 raw ratios (METHODS F2), six fields of each of the last 60 candles over the newest close, or
 * over the newest volume; `alpha360-close-59` is its `CLOSE59`. Meant for models that find their own shapes in them: one
 * by one they say little.
 */
import {Lag} from "../../indicators/lag.js";
import type {Candle} from "../../vocabulary/candle.js";
import {defineFactor, type Factor, type FactorDefinition} from "../factor.js";
import type {FactorInput} from "../factor-inputs.js";

/** Candles, the newest one included. */
const CANDLES = 60;
/** Keeps the denominator from 0, as qlib does. */
const TINY = 1e-12;

interface Field {
  readonly code: string;
  readonly title: string;
  readonly inputs: readonly FactorInput[];
  readonly read: (candle: Candle) => number;
}

const OVER_CLOSE: readonly Field[] = [
  {code: "close", title: "Close", inputs: ["close"], read: ({close}) => close},
  {code: "open", title: "Open", inputs: ["open", "close"], read: ({open}) => open},
  {code: "high", title: "High", inputs: ["high", "close"], read: ({high}) => high},
  {code: "low", title: "Low", inputs: ["low", "close"], read: ({low}) => low},
  {
    code: "vwap",
    title: "Average price",
    inputs: ["high", "low", "close", "volume", "quoteVolume"],
    // The typical price where the source does not give the quote volume, and for a candle without trades.
    read: ({high, low, close, volume, quoteVolume}) => {
      const average = quoteVolume / volume;
      return Number.isFinite(average) ? average : (high + low + close) / 3;
    }
  }
];

const VOLUME: Field = {code: "volume", title: "Volume", inputs: ["volume"], read: ({volume}) => volume};

export const ALPHA360_DEFINITIONS: readonly FactorDefinition[] = [
  ...OVER_CLOSE.map((field) => lagged(field, {over: "close", scale: ({close}) => close})),
  lagged(VOLUME, {over: "volume", scale: ({volume}) => volume + TINY})
];

export const ALPHA360_FACTORS: readonly Factor[] = ALPHA360_DEFINITIONS.flatMap(({factors}) => factors);

interface Scale {
  readonly over: string;
  readonly scale: (candle: Candle) => number;
}

function lagged({code, title, inputs, read}: Field, {over, scale}: Scale): FactorDefinition {
  return defineFactor({
    name: `alpha360-${code}`,
    family: "alpha360",
    title: `${title} of some candles ago (${code.toUpperCase()})`,
    description: `${title} of n candles ago over the newest ${over}.`,
    inputs,
    parameters: {candles: CANDLES - 1},
    variants: Array.from({length: CANDLES - 1}, (_, index) => ({candles: CANDLES - 2 - index})),
    warmUp: ({candles}) => candles + 1,
    create: ({candles}) => {
      if (candles === 0) return {update: (candle) => read(candle) / scale(candle)};
      const values = new Lag(candles);
      return {parts: {values}, update: (candle) => values.update(read(candle)) / scale(candle)};
    }
  });
}
