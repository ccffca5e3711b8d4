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

  private seed(value: number): number {
    if (Number.isNaN(value)) return Number.NaN;
    this.average += value;
    this.seen++;
    if (this.seen < this.length) return Number.NaN;
    this.average /= this.length;
    return this.average;
  }
}
