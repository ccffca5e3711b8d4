/** Simple moving average. */
import {WindowSum} from "./window-sum.js";

export class SimpleAverage {
  private readonly length: number;
  private readonly sum: WindowSum;

  constructor(length: number) {
    this.length = length;
    this.sum = new WindowSum(length);
  }

  update(value: number): number {
    return this.sum.update(value) / this.length;
  }

  /** `update` for each of many values, written to `out`, which must not be `values`. */
  run(values: Float64Array, out: Float64Array): void {
    this.sum.run(values, out, this.length);
  }
}

/** SMA of each value and the n-1 before it, written to `out`, which must not be `values`; NaN at the first n-1. */
export function simpleAverage(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new SimpleAverage(length).run(values, out);
  return out;
}
