/** Wilder's smoothing (1978): weight 1/n, seeded with the simple average of the first n values; NaN is passed over. */
import {windowLength} from "./window-length.js";

export class WilderAverage {
  private readonly length: number;
  private seen = 0;
  private average = 0;

  constructor(length: number) {
    this.length = windowLength(length);
  }

  /** Takes the newest value; gives the average, NaN before n values have come or where the value is NaN. */
  update(value: number): number {
    if (this.seen === this.length && !Number.isNaN(value)) {
      this.average = (this.average * (this.length - 1) + value) / this.length;
      return this.average;
    }
    return this.seed(value);
  }

  /** `update` for each of many values, written to `out`, which must not be `values`; see `ExponentialAverage.run`. */
  run(values: Float64Array, out: Float64Array): void {
    const {length} = this;
    const kept = length - 1;
    let from = 0;
    for (; from < values.length && this.seen < length; from++) out[from] = this.seed(values[from] as number);
    let average = this.average;
    for (let i = from; i < values.length; i++) {
      average = (average * kept + (values[i] as number)) / length;
      out[i] = average;
    }
    if (!Number.isNaN(average)) {
      this.average = average;
      return;
    }
    for (let i = from; i < values.length; i++) out[i] = this.update(values[i] as number);
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
