/**
 * Linearly weighted moving average: weight 1 for the oldest value, n for the newest. Constant time, without
 * subtracting: the tails of the last block are kept as sums and as weighted sums (see `WindowSum`).
 */
import {windowLength} from "./window-length.js";

export class WeightedAverage {
  private readonly sums: Float64Array;
  private readonly weighted: Float64Array;
  private readonly weights: number;
  private position = 0;
  private headSum = 0;
  private headWeighted = 0;

  constructor(length: number) {
    this.sums = new Float64Array(windowLength(length));
    // Undefined until there is a block before the one being filled.
    this.weighted = new Float64Array(length).fill(Number.NaN);
    this.weights = (length * (length + 1)) / 2;
  }

  update(value: number): number {
    const sums = this.sums;
    const position = this.position;
    sums[position] = value;
    const next = position + 1;
    if (next === sums.length) return this.turn();
    this.headSum += value;
    this.headWeighted += value * next;
    this.position = next;
    // The tail holds the oldest n - next values with weights 1, 2, ...; the head's weights go on from there.
    const tail = this.weighted[next] as number;
    return (tail + this.headWeighted + (sums.length - next) * this.headSum) / this.weights;
  }

  private turn(): number {
    const sums = this.sums;
    let sum = 0;
    let weighted = 0;
    for (let i = sums.length - 1; i >= 0; i--) {
      sum += sums[i] as number;
      // One more value in front: all behind it weigh one more.
      weighted += sum;
      sums[i] = sum;
      this.weighted[i] = weighted;
    }
    this.position = 0;
    this.headSum = 0;
    this.headWeighted = 0;
    return weighted / this.weights;
  }
}

/** WMA of each value; NaN at the first n-1. */
export function weightedAverage(values: Float64Array, length: number): Float64Array {
  const kernel = new WeightedAverage(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}
