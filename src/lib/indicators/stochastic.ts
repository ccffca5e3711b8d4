/** Stochastic oscillator (Lane 1950s) and Williams' %R: where the close stands in the range of the last candles. */
import type {HighLow, HighLowClose} from "./candle-arrays.js";
import {SimpleAverage} from "./simple-average.js";
import {WindowMaximum, WindowMinimum} from "./window-extreme.js";

export class RangePosition {
  private readonly highs: WindowMaximum;
  private readonly lows: WindowMinimum;

  constructor(length: number) {
    this.highs = new WindowMaximum(length);
    this.lows = new WindowMinimum(length);
  }

  /** 0 at the lowest low, 1 at the highest high; NaN for the first n-1 candles and where there is no range. */
  update(high: number, low: number, close: number): number {
    const highest = this.highs.update(high);
    const lowest = this.lows.update(low);
    return (close - lowest) / (highest - lowest);
  }
}

export class RangeMiddle {
  private readonly highs: WindowMaximum;
  private readonly lows: WindowMinimum;

  constructor(length: number) {
    this.highs = new WindowMaximum(length);
    this.lows = new WindowMinimum(length);
  }

  /** Middle of the range, price units; NaN for the first n-1 candles. */
  update(high: number, low: number): number {
    return (this.highs.update(high) + this.lows.update(low)) / 2;
  }
}

export interface StochasticLengths {
  /** Candles of the range. */
  readonly range: number;
  /** Candles over which %K is smoothed; 1 for the fast stochastic. */
  readonly slowing: number;
  /** Candles over which %D averages %K. */
  readonly signal: number;
}

export class Stochastic {
  private readonly position: RangePosition;
  private readonly slowing: SimpleAverage;
  private readonly average: SimpleAverage;
  k = Number.NaN;
  d = Number.NaN;

  constructor({range, slowing, signal}: StochasticLengths) {
    this.position = new RangePosition(range);
    this.slowing = new SimpleAverage(slowing);
    this.average = new SimpleAverage(signal);
  }

  /** Gives %D, 0..100, and keeps %K beside it; both NaN until %D is defined. */
  update(high: number, low: number, close: number): number {
    const k = this.slowing.update(100 * this.position.update(high, low, close));
    this.d = this.average.update(k);
    this.k = Number.isNaN(this.d) ? Number.NaN : k;
    return this.d;
  }
}

export interface StochasticColumns {
  readonly k: Float64Array;
  readonly d: Float64Array;
}

/** %K and %D of each candle, 0..100; NaN at the first range + slowing + signal - 3. */
export function stochastic({high, low, close}: HighLowClose, lengths: StochasticLengths): StochasticColumns {
  const kernel = new Stochastic(lengths);
  const out = {k: new Float64Array(close.length), d: new Float64Array(close.length)};
  for (let i = 0; i < close.length; i++) {
    out.d[i] = kernel.update(high[i] as number, low[i] as number, close[i] as number);
    out.k[i] = kernel.k;
  }
  return out;
}

/** Williams' %R of each candle, -100 at the low to 0 at the high; NaN at the first n-1. */
export function williamsR({high, low, close}: HighLowClose, length: number): Float64Array {
  const kernel = new RangePosition(length);
  const out = new Float64Array(close.length);
  for (let i = 0; i < close.length; i++) {
    out[i] = 100 * (kernel.update(high[i] as number, low[i] as number, close[i] as number) - 1);
  }
  return out;
}

/** Middle of the range of the last n candles, price units; NaN at the first n-1. */
export function rangeMiddle({high, low}: HighLow, length: number): Float64Array {
  const kernel = new RangeMiddle(length);
  const out = new Float64Array(high.length);
  for (let i = 0; i < out.length; i++) out[i] = kernel.update(high[i] as number, low[i] as number);
  return out;
}
