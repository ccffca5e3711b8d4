/**
 * Classical studies for charts, through technicalindicators: the part of its catalogue that is right, that nothing hot
 * asks for, and for which we keep no kernel of our own. Its results begin where they are defined; here every column has
 * one value a candle, NaN before that. It cannot be stopped and restored, so no factor rests on it.
 */
import {
  AwesomeOscillator,
  ChandelierExit,
  ForceIndex,
  HeikinAshi,
  IchimokuCloud,
  KeltnerChannels,
  KST
} from "technicalindicators";
import type {HighLow, HighLowClose, OpenHighLowClose} from "./candle-arrays.js";

/** Puts results that end at the last candle into columns of one value a candle. */
function aligned<Name extends string>(
  results: readonly unknown[],
  length: number,
  names: readonly Name[]
): Record<Name, Float64Array> {
  const columns = Object.fromEntries(names.map((name) => [name, new Float64Array(length).fill(Number.NaN)]));
  const first = length - results.length;
  results.forEach((result, i) => {
    const row = (typeof result === "number" ? {[names[0] as string]: result} : result) as Record<string, unknown>;
    for (const name of names) {
      const value = row[name];
      (columns[name] as Float64Array)[first + i] = typeof value === "number" ? value : Number.NaN;
    }
  });
  return columns as Record<Name, Float64Array>;
}

/** Bill Williams' oscillator: 5- minus 34-candle mean of the middle price, price units. */
export function awesomeOscillator({high, low}: HighLow): Float64Array {
  const results = AwesomeOscillator.calculate({fastPeriod: 5, slowPeriod: 34, high: [...high], low: [...low]});
  return aligned(results, high.length, ["oscillator"]).oscillator;
}

export interface IchimokuColumns {
  readonly conversion: Float64Array;
  readonly base: Float64Array;
  readonly spanA: Float64Array;
  readonly spanB: Float64Array;
}

/** Ichimoku lines (Hosoda 1969) as known at each candle; a chart draws the spans `displacement` candles ahead. */
export function ichimokuLines({high, low}: HighLow): IchimokuColumns {
  const results = IchimokuCloud.calculate({
    high: [...high],
    low: [...low],
    conversionPeriod: 9,
    basePeriod: 26,
    spanPeriod: 52,
    displacement: 26
  });
  return aligned(results, high.length, ["conversion", "base", "spanA", "spanB"]);
}

/** Know sure thing (Pring 1992) with its usual lengths, and its signal line. */
export function knowSureThing(close: Float64Array): {kst: Float64Array; signal: Float64Array} {
  const results = KST.calculate({
    values: [...close],
    ROCPer1: 10,
    ROCPer2: 15,
    ROCPer3: 20,
    ROCPer4: 30,
    SMAROCPer1: 10,
    SMAROCPer2: 10,
    SMAROCPer3: 10,
    SMAROCPer4: 15,
    signalPeriod: 9
  });
  return aligned(results, close.length, ["kst", "signal"]);
}

/** Elder's force index of one candle: change of the close times volume. */
export function forceIndex({close, volume}: {close: Float64Array; volume: Float64Array}): Float64Array {
  const results = ForceIndex.calculate({close: [...close], volume: [...volume], period: 1});
  return aligned(results, close.length, ["force"]).force;
}

export interface ChannelColumns {
  readonly middle: Float64Array;
  readonly upper: Float64Array;
  readonly lower: Float64Array;
}

/** Keltner channels: 20-candle EMA, and two 10-candle average true ranges above and below. */
export function keltnerChannels({high, low, close}: HighLowClose): ChannelColumns {
  const results = KeltnerChannels.calculate({
    high: [...high],
    low: [...low],
    close: [...close],
    maPeriod: 20,
    atrPeriod: 10,
    multiplier: 2,
    useSMA: false
  });
  return aligned(results, close.length, ["middle", "upper", "lower"]);
}

/** Chandelier exits (Le Beau): three 22-candle average true ranges below the highest high and above the lowest low. */
export function chandelierExits({high, low, close}: HighLowClose): {exitLong: Float64Array; exitShort: Float64Array} {
  const results = ChandelierExit.calculate({
    high: [...high],
    low: [...low],
    close: [...close],
    period: 22,
    multiplier: 3
  });
  return aligned(results, close.length, ["exitLong", "exitShort"]);
}

/** Heikin-Ashi candles. */
export function heikinAshi({open, high, low, close}: OpenHighLowClose): OpenHighLowClose {
  const result = HeikinAshi.calculate({open: [...open], high: [...high], low: [...low], close: [...close]});
  return {
    open: Float64Array.from(result.open ?? []),
    high: Float64Array.from(result.high ?? []),
    low: Float64Array.from(result.low ?? []),
    close: Float64Array.from(result.close ?? [])
  };
}
