/** The figures of a run as tiles, each written in its unit. */
import type {Figure, FigureUnit} from "../lib/integration/figure.js";
import {ABSENT, decimal, percent, signedPercent, tone, whole} from "./format.js";
import type {Tile} from "./tiles.js";

/** Figures that are gains or losses: their sign is shown, and coloured. */
const GAIN = /return|alpha|expectancy|profit/i;

export function runFigures(
  statistics: Readonly<Record<string, Figure>>,
  keys: readonly string[] = Object.keys(statistics)
): readonly Tile[] {
  return keys.flatMap((key) => {
    const figure = statistics[key];
    return figure === undefined ? [] : [tileOf(key, figure)];
  });
}

function tileOf(key: string, figure: Figure): Tile {
  const {value, low, high, label, explanation, reason} = figure;
  const hasInterval = typeof low === "number" && typeof high === "number";
  return {
    label,
    value: figureText(key, figure),
    detail: hasInterval ? `${written(key, figure, low)} to ${written(key, figure, high)}` : null,
    explanation,
    tone: GAIN.test(key) ? tone(value) : "",
    reason: reason ?? null
  };
}

/** The value in its unit; the absent mark when there is none. */
export function figureText(key: string, figure: Figure): string {
  return figure.value === null ? ABSENT : written(key, figure, figure.value);
}

function written(key: string, {unit}: {readonly unit?: FigureUnit}, value: number): string {
  switch (unit) {
    case "fraction":
      return GAIN.test(key) ? signedPercent(value) : percent(value);
    case "count":
    case "candles":
      return whole(value);
    default:
      return decimal(value);
  }
}
