/** True range and its Wilder average (Wilder 1978). */
import type {HighLowClose} from "./candle-arrays.js";
import {WilderAverage} from "./wilder-average.js";

export class TrueRange {
  private previousClose = Number.NaN;

  /** The longest of high to low, high to the last close, low to the last close; NaN at the first candle. */
  update(high: number, low: number, close: number): number {
    const previous = this.previousClose;
    this.previousClose = close;
    if (Number.isNaN(previous)) return Number.NaN;
    const range = high - low;
    const up = Math.abs(high - previous);
    const down = Math.abs(low - previous);
    if (up > range) return Math.max(up, down);
    return Math.max(range, down);
  }
}

export class AverageTrueRange {
  private readonly range = new TrueRange();
  private readonly average: WilderAverage;

  constructor(length: number) {
    this.average = new WilderAverage(length);
  }

  update(high: number, low: number, close: number): number {
    return this.average.update(this.range.update(high, low, close));
  }
}

/** TRANGE of each candle; NaN at the first. */
export function trueRange({high, low, close}: HighLowClose): Float64Array {
  const out = new Float64Array(close.length);
  let previous = Number.NaN;
  for (let i = 0; i < out.length; i++) {
    // The maximum of several numbers is NaN where the last close is.
    const top = high[i] as number;
    const bottom = low[i] as number;
    out[i] = Math.max(top - bottom, Math.abs(top - previous), Math.abs(bottom - previous));
    previous = close[i] as number;
  }
  return out;
}

/** ATR of each candle, in price units; NaN at the first n. Settles within about 22 n candles to 1e-9. */
export function averageTrueRange({high, low, close}: HighLowClose, length: number): Float64Array {
  const kernel = new AverageTrueRange(length);
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = kernel.update(high[i] as number, low[i] as number, close[i] as number);
  }
  return out;
}

/** NATR: ATR in percent of the close; NaN at the first n. */
export function normalizedTrueRange(candles: HighLowClose, length: number): Float64Array {
  const out = averageTrueRange(candles, length);
  for (let i = 0; i < out.length; i++) out[i] = (100 * (out[i] as number)) / (candles.close[i] as number);
  return out;
}
