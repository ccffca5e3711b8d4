/**
 * Exponential moving average, weight 2/(n+1), seeded with the simple average of the first n values as TA-Lib does.
 * NaN inputs are passed over: before the first value they only delay it.
 */
import {windowLength} from "./window-length.js";

export class ExponentialAverage {
  private readonly length: number;
  private readonly weight: number;
  private seen = 0;
  private average = 0;

  constructor(length: number) {
    this.length = windowLength(length);
    this.weight = 2 / (length + 1);
  }

  /** Takes the newest value; gives the average, NaN before n values have come or where the value is NaN. */
  update(value: number): number {
    if (this.seen === this.length && !Number.isNaN(value)) {
      this.average += (value - this.average) * this.weight;
      return this.average;
    }
    return this.seed(value);
  }

  /** `update` for each of many values, written to `out`: the same steps, in local variables once it is seeded. */
  run(values: Float64Array, out: Float64Array): void {
    const {weight} = this;
    let i = 0;
    for (; i < values.length && this.seen < this.length; i++) out[i] = this.seed(values[i] as number);
    let average = this.average;
    for (; i < values.length; i++) {
      const value = values[i] as number;
      if (Number.isNaN(value)) {
        out[i] = Number.NaN;
        continue;
      }
      average += (value - average) * weight;
      out[i] = average;
    }
    this.average = average;
  }

  private seed(value: number): number {
    if (Number.isNaN(value)) return Number.NaN;
    this.average += value;
    this.seen++;
    if (this.seen < this.length) return Number.NaN;
    this.average /= this.length;
    return this.average;
  }
}

/** EMA of each value; NaN at the first n-1. Settles within about 10.4 n values to 1e-9 of a fresh seed's difference. */
export function exponentialAverage(values: Float64Array, length: number): Float64Array {
  const out = new Float64Array(values.length);
  new ExponentialAverage(length).run(values, out);
  return out;
}
