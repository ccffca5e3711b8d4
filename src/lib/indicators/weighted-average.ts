/**
 * Linearly weighted moving average: weight 1 for the oldest value, n for the newest. Constant time, without
 * subtracting: the tails of the last block are kept as weighted sums (see `WindowSum`).
 */
import {windowLength} from "./window-length.js";

export class WeightedAverage {
  /** The values of the block being filled. */
  private readonly values: Float64Array;
  /** Weighted sums of the last block's tails. */
  private readonly weighted: Float64Array;
  private readonly weights: number;
  private position = 0;
  private headSum = 0;
  private headWeighted = 0;

  constructor(length: number) {
    this.values = new Float64Array(windowLength(length));
    // Undefined until there is a block before the one being filled.
    this.weighted = new Float64Array(length).fill(Number.NaN);
    this.weights = (length * (length + 1)) / 2;
  }

  update(value: number): number {
    const values = this.values;
    const position = this.position;
    values[position] = value;
    const next = position + 1;
    if (next === values.length) return this.turn();
    this.headSum += value;
    this.headWeighted += value * next;
    this.position = next;
    // The tail holds the oldest n - next values with weights 1, 2, ...; the head's weights go on from there.
    const tail = this.weighted[next] as number;
    return (tail + this.headWeighted + (values.length - next) * this.headSum) / this.weights;
  }

  /** `update` for each of many values, written to `out`: the same additions, a block at a time in local variables. */
  run(values: Float64Array, out: Float64Array): void {
    const length = this.values.length;
    const size = values.length;
    let i = 0;
    for (; i < size && this.position > 0; i++) out[i] = this.update(values[i] as number);
    for (; i + length <= size; i += length) this.block(values, out, i);
    for (; i < size; i++) out[i] = this.update(values[i] as number);
  }

  private block(values: Float64Array, out: Float64Array, from: number): void {
    const {weighted, weights} = this;
    const last = weighted.length - 1;
    let sum = 0;
    let heavy = 0;
    for (let k = 1, i = from; k <= last; k++, i++) {
      const value = values[i] as number;
      sum += value;
      heavy += value * k;
      out[i] = ((weighted[k] as number) + heavy + (last + 1 - k) * sum) / weights;
    }
    sum = 0;
    heavy = 0;
    for (let k = last, i = from + last; k >= 0; k--, i--) {
      sum += values[i] as number;
      heavy += sum;
      weighted[k] = heavy;
    }
    out[from + last] = heavy / weights;
  }

  private turn(): number {
    const values = this.values;
    let sum = 0;
    let weighted = 0;
    for (let i = values.length - 1; i >= 0; i--) {
      sum += values[i] as number;
      // One more value in front: all behind it weigh one more.
      weighted += sum;
      this.weighted[i] = weighted;
    }
    this.position = 0;
    this.headSum = 0;
    this.headWeighted = 0;
    return weighted / this.weights;
  }
}

/** WMA of each value, written to `out`, which must not be `values`; NaN at the first n-1. */
export function weightedAverage(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new WeightedAverage(length).run(values, out);
  return out;
}
