/** Alpha158: how often and how far the close moved up and down in a window, and the same of volume. */
import {WindowSum} from "../../indicators/window-sum.js";
import type {FactorBody, FactorDefinition} from "../factor.js";
import {TINY, windowed} from "./alpha158-factor.js";

/** Shares of rising and of falling closes. A first candle has risen from nothing: it counts as neither. */
function counted(candles: number, read: (rising: number, falling: number) => number): FactorBody {
  const state = {previous: Number.NaN, count: 0};
  const rises = new WindowSum(candles, "first");
  const falls = new WindowSum(candles, "first");
  return {
    parts: {state, rises, falls},
    update: ({close}) => {
      const rising = rises.update(close > state.previous ? 1 : 0);
      const falling = falls.update(close < state.previous ? 1 : 0);
      state.previous = close;
      if (state.count < candles) state.count++;
      return read(rising / state.count, falling / state.count);
    }
  };
}

interface Moves {
  readonly field: "close" | "volume";
  readonly candles: number;
  readonly read: (up: number, down: number) => number;
}

/** Sums of rises and of falls over the sum of both. */
function moved({field, candles, read}: Moves): FactorBody {
  const state = {previous: Number.NaN};
  const ups = new WindowSum(candles, "first");
  const downs = new WindowSum(candles, "first");
  return {
    parts: {state, ups, downs},
    update: (candle) => {
      const move = candle[field] - state.previous;
      state.previous = candle[field];
      if (Number.isNaN(move)) return Number.NaN;
      const up = ups.update(Math.max(move, 0));
      const down = downs.update(Math.max(-move, 0));
      return read(up, down) / (up + down + TINY);
    }
  };
}

const READINGS = [
  {letter: "P", words: "rises", read: (up: number) => up},
  {letter: "N", words: "falls", read: (_: number, down: number) => down},
  {letter: "D", words: "rises minus falls", read: (up: number, down: number) => up - down}
] as const;

const shares: FactorDefinition[] = READINGS.map(({letter, words, read}) =>
  windowed({
    code: `CNT${letter}`,
    title: `Count of ${words}`,
    description: `Share of ${words} among the last n changes of the close.`,
    inputs: ["close"],
    warmUp: 1,
    before: 1,
    create: (candles) => counted(candles, read)
  })
);

const moves: FactorDefinition[] = (["close", "volume"] as const).flatMap((field) =>
  READINGS.map(({letter, words, read}) =>
    windowed({
      code: `${field === "close" ? "" : "V"}SUM${letter}`,
      title: `Sum of ${words} of the ${field}`,
      description: `Sum of the ${words} of the ${field} over all its movement in the last n candles.`,
      inputs: [field],
      warmUp: 2,
      before: 1,
      create: (candles) => moved({field, candles, read})
    })
  )
);

export const COUNT_WINDOWS = [...shares, ...moves];
