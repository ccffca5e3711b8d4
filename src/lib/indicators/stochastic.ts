/** Stochastic oscillator (Lane 1950s) and Williams' %R: where the close stands in the range of the last candles. */
import type {HighLow, HighLowClose} from "./candle-arrays.js";
import {inPieces, PIECE} from "./pieces.js";
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
export function stochastic(
  candles: HighLowClose,
  {range, slowing, signal}: StochasticLengths,
  out: StochasticColumns = {k: new Float64Array(candles.close.length), d: new Float64Array(candles.close.length)}
): StochasticColumns {
  const [slow, average] = [new SimpleAverage(slowing), new SimpleAverage(signal)];
  withRange(candles, {length: range, out: out.d}, (positions, lowest, from) => {
    for (let i = 0; i < positions.length; i++) {
      const low = lowest[i] as number;
      lowest[i] = 100 * (((candles.close[from + i] as number) - low) / ((positions[i] as number) - low));
    }
    const k = out.k.subarray(from, from + lowest.length);
    slow.run(lowest, k);
    average.run(k, positions);
    for (let i = 0; i < k.length; i++) if (Number.isNaN(positions[i] as number)) k[i] = Number.NaN;
  });
  return out;
}

/** Williams' %R of each candle, -100 at the low to 0 at the high, written to `out`; NaN at the first n-1. */
export function williamsR(
  candles: HighLowClose,
  length: number,
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  withRange(candles, {length, out}, (highest, lowest, from) => {
    for (let i = 0; i < highest.length; i++) {
      const low = lowest[i] as number;
      highest[i] = 100 * (((candles.close[from + i] as number) - low) / ((highest[i] as number) - low) - 1);
    }
  });
  return out;
}

/** Middle of the range of the last n candles, price units, written to `out`; NaN at the first n-1. */
export function rangeMiddle(
  candles: HighLow,
  length: number,
  out: Float64Array = new Float64Array(candles.high.length)
): Float64Array {
  withRange(candles, {length, out}, (highest, lowest) => {
    for (let i = 0; i < highest.length; i++) highest[i] = ((highest[i] as number) + (lowest[i] as number)) / 2;
  });
  return out;
}

/** Writes the highest high to `out`, and lets `combine` put the lowest low into it, a piece at a time from `from` on. */
function withRange(
  {high, low}: HighLow,
  {length, out}: {readonly length: number; readonly out: Float64Array},
  combine: (highest: Float64Array, lowest: Float64Array, from: number) => void
): void {
  const [highs, lows] = [new WindowMaximum(length), new WindowMinimum(length)];
  const piece = new Float64Array(Math.min(PIECE, out.length));
  inPieces(out.length, (from, to) => {
    const highest = out.subarray(from, to);
    const lowest = piece.subarray(0, to - from);
    highs.run(high.subarray(from, to), highest);
    lows.run(low.subarray(from, to), lowest);
    combine(highest, lowest, from);
  });
}
