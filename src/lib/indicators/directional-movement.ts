/**
 * Directional movement (Wilder 1978): +DI, -DI, DX, ADX. Sums are kept in Wilder's form, s - s/n + new, with the
 * first n-1 candles plainly added, as TA-Lib does. Before anything has moved all are undefined; the ADX then starts
 * when the first n DX have come, so a flat beginning delays it and does not break it.
 */
import type {HighLowClose} from "./candle-arrays.js";
import {TrueRange} from "./true-range.js";
import {WilderAverage} from "./wilder-average.js";
import {windowLength} from "./window-length.js";

export class DirectionalMovement {
  private readonly length: number;
  private readonly range = new TrueRange();
  private previousHigh = Number.NaN;
  private previousLow = Number.NaN;
  private seen = 0;
  private plusSum = 0;
  private minusSum = 0;
  private rangeSum = 0;
  plusDi = Number.NaN;
  minusDi = Number.NaN;
  /** How one-sided the movement is, 0..100. */
  dx = Number.NaN;

  constructor(length: number) {
    this.length = windowLength(length, 2);
  }

  /** Takes the newest candle; gives DX. NaN for the first n candles. */
  update(high: number, low: number, close: number): number {
    const up = high - this.previousHigh;
    const down = this.previousLow - low;
    const range = this.range.update(high, low, close);
    this.previousHigh = high;
    this.previousLow = low;
    if (Number.isNaN(range)) return Number.NaN;
    this.seen++;
    if (this.seen >= this.length) {
      this.plusSum -= this.plusSum / this.length;
      this.minusSum -= this.minusSum / this.length;
      this.rangeSum -= this.rangeSum / this.length;
    }
    if (up > down && up > 0) this.plusSum += up;
    else if (down > up && down > 0) this.minusSum += down;
    this.rangeSum += range;
    return this.seen < this.length ? Number.NaN : this.indicate();
  }

  private indicate(): number {
    this.plusDi = (100 * this.plusSum) / this.rangeSum;
    this.minusDi = (100 * this.minusSum) / this.rangeSum;
    this.dx = (100 * Math.abs(this.plusDi - this.minusDi)) / (this.plusDi + this.minusDi);
    return this.dx;
  }
}

export class AverageDirectionalIndex {
  private readonly movement: DirectionalMovement;
  private readonly average: WilderAverage;

  constructor(length: number) {
    this.movement = new DirectionalMovement(length);
    this.average = new WilderAverage(length);
  }

  get plusDi(): number {
    return this.movement.plusDi;
  }

  get minusDi(): number {
    return this.movement.minusDi;
  }

  /** 0..100; NaN for the first 2n-1 candles. */
  update(high: number, low: number, close: number): number {
    return this.average.update(this.movement.update(high, low, close));
  }
}

/** ADX of each candle, written to `out`; NaN at the first 2n-1. Settles within about 25 n candles to 1e-9. */
export function averageDirectionalIndex(
  {high, low, close}: HighLowClose,
  length: number,
  out: Float64Array = new Float64Array(close.length)
): Float64Array {
  const kernel = new AverageDirectionalIndex(length);
  for (let i = 0; i < out.length; i++) {
    out[i] = kernel.update(high[i] as number, low[i] as number, close[i] as number);
  }
  return out;
}

/** ADXR: mean of the ADX and that of n-1 candles ago, as TA-Lib defines it, written to `out`; NaN at the first 3n-2. */
export function directionalRating(
  candles: HighLowClose,
  length: number,
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  averageDirectionalIndex(candles, length, out);
  // From the end, so that the earlier ADX is still there.
  for (let i = out.length - 1; i >= length - 1; i--)
    out[i] = ((out[i] as number) + (out[i - length + 1] as number)) / 2;
  out.fill(Number.NaN, 0, length - 1);
  return out;
}

export interface DirectionalColumns {
  readonly plusDi: Float64Array;
  readonly minusDi: Float64Array;
  readonly dx: Float64Array;
}

/** +DI, -DI and DX of each candle; NaN at the first n. Settle within about 22 n candles to 1e-9. */
export function directionalMovement({high, low, close}: HighLowClose, length: number): DirectionalColumns {
  const kernel = new DirectionalMovement(length);
  const size = close.length;
  const out = {plusDi: new Float64Array(size), minusDi: new Float64Array(size), dx: new Float64Array(size)};
  for (let i = 0; i < size; i++) {
    out.dx[i] = kernel.update(high[i] as number, low[i] as number, close[i] as number);
    out.plusDi[i] = kernel.plusDi;
    out.minusDi[i] = kernel.minusDi;
  }
  return out;
}
