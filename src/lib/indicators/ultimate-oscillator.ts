/** Ultimate oscillator (Williams 1985): buying pressure over true range in three windows. */
import type {HighLowClose} from "./candle-arrays.js";
import {TrueRange} from "./true-range.js";
import {WindowSum} from "./window-sum.js";

/** Buying pressure over true range of the last n candles. */
class Pressure {
  private readonly pressure: WindowSum;
  private readonly range: WindowSum;

  constructor(length: number) {
    this.pressure = new WindowSum(length);
    this.range = new WindowSum(length);
  }

  update(pressure: number, range: number): number {
    return this.pressure.update(pressure) / this.range.update(range);
  }
}

export class UltimateOscillator {
  private readonly range = new TrueRange();
  private readonly short: Pressure;
  private readonly middle: Pressure;
  private readonly long: Pressure;
  private previousClose = Number.NaN;

  constructor(lengths: readonly [number, number, number]) {
    const [short, middle, long] = [...lengths].sort((a, b) => a - b);
    this.short = new Pressure(short as number);
    this.middle = new Pressure(middle as number);
    this.long = new Pressure(long as number);
  }

  /** 0..100; NaN for as many candles as the longest window. */
  update(high: number, low: number, close: number): number {
    const range = this.range.update(high, low, close);
    const previous = this.previousClose;
    this.previousClose = close;
    if (Number.isNaN(previous)) return Number.NaN;
    const pressure = close - Math.min(low, previous);
    const short = this.short.update(pressure, range);
    const middle = this.middle.update(pressure, range);
    return (100 * (4 * short + 2 * middle + this.long.update(pressure, range))) / 7;
  }
}

/** ULTOSC of each candle, 0..100; NaN at the first n of the longest window. */
export function ultimateOscillator(
  {high, low, close}: HighLowClose,
  lengths: readonly [number, number, number]
): Float64Array {
  const kernel = new UltimateOscillator(lengths);
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = kernel.update(high[i] as number, low[i] as number, close[i] as number);
  }
  return out;
}
