/**
 * Exponential moving average, weight 2/(n+1), seeded with the simple average of the first n values as TA-Lib does.
 * NaN inputs are passed over: before the first value they only delay it.
 */
import {windowLength} from "./window-length.js";

export class ExponentialAverage {
  private readonly length: number;
  readonly weight: number;
  private seen = 0;
  /** The average itself once it is seeded; whoever works on it in a variable of their own puts it back. */
  average = 0;

  constructor(length: number) {
    this.length = windowLength(length);
    this.weight = 2 / (length + 1);
  }

  /** True once n values have come. */
  get isSeeded(): boolean {
    return this.seen === this.length;
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
    const size = values.length;
    let from = 0;
    for (; from < size && this.seen < this.length; from++) out[from] = this.seed(values[from] as number);
    let average = this.average;
    for (let i = from; i < size; i++) {
      average += ((values[i] as number) - average) * weight;
      out[i] = average;
    }
    if (!Number.isNaN(average)) {
      this.average = average;
      return;
    }
    // A NaN came, and stayed: once more with a look at each value. So values without one need no look.
    for (let i = from; i < size; i++) out[i] = this.update(values[i] as number);
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

/**
 * EMA of each value, written to `out`, which must not be `values`; NaN at the first n-1. Settles within about 10.4 n
 * values to 1e-9 of a fresh seed's difference.
 */
export function exponentialAverage(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new ExponentialAverage(length).run(values, out);
  return out;
}
