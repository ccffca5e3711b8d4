/**
 * Mean and variance of the last n values in constant time. As in `WindowSum` the window is the tail of one block and
 * the head of the next, and sums of both are only added up: of the distances from the last value of the block before,
 * and of their squares. That value lies in every window of its block, so the mean is never farther from it than the
 * window is wide: the squares are at most n+1 times the squared deviations, and prices of any height keep their digits.
 */
import {windowLength} from "./window-length.js";

export class WindowMoments {
  /** Sums over the last block's tails; up to `position` tailSums holds plain values. */
  private readonly tailSums: Float64Array;
  private readonly tailSquares: Float64Array;
  private readonly minimum: number;
  private position = 0;
  private isFull = false;
  /** What distances are taken from: the last value of the block before, in the first block its first value. */
  private anchor = Number.NaN;
  private headSum = 0;
  private headSquares = 0;
  /** Over the window; `share` is one over its size. */
  private sum = Number.NaN;
  private squares = Number.NaN;
  private size = 0;
  private share = Number.NaN;

  /** @param minimum values that make an answer while there are fewer than n */
  constructor(length: number, minimum = length) {
    this.minimum = minimum;
    this.tailSums = new Float64Array(windowLength(length));
    this.tailSquares = new Float64Array(length);
  }

  /** Mean of the last n values; NaN while there are fewer than the minimum. */
  get mean(): number {
    return this.anchor + this.sum * this.share;
  }

  /** Sum of squared deviations from the mean. */
  get squaredDeviations(): number {
    return this.squares - this.sum * this.sum * this.share;
  }

  /** Divides by n-1. */
  get sampleVariance(): number {
    return this.squaredDeviations / (this.size - 1);
  }

  /** Divides by n. */
  get populationVariance(): number {
    return this.squaredDeviations * this.share;
  }

  /** Divides by n-1; NaN where all values are equal but for rounding (METHODS C7). */
  get sampleDeviation(): number {
    const deviation = Math.sqrt(this.sampleVariance);
    return deviation > 1e-12 * Math.abs(this.mean) ? deviation : Number.NaN;
  }

  /** Takes the newest value; the properties then tell of the last n. */
  update(value: number): void {
    const tailSums = this.tailSums;
    const position = this.position;
    tailSums[position] = value;
    const next = position + 1;
    if (next === tailSums.length) {
      this.turn(value);
      return;
    }
    if (!this.isFull) {
      this.begin(value, next);
      return;
    }
    this.position = next;
    const distance = value - this.anchor;
    this.headSum += distance;
    this.headSquares += distance * distance;
    this.sum = (tailSums[next] as number) + this.headSum;
    this.squares = (this.tailSquares[next] as number) + this.headSquares;
  }

  /** The first block, not yet full, is all there is. */
  private begin(value: number, size: number): void {
    if (size === 1) this.anchor = value;
    this.position = size;
    const distance = value - this.anchor;
    this.headSum += distance;
    this.headSquares += distance * distance;
    if (size < this.minimum) return;
    this.sum = this.headSum;
    this.squares = this.headSquares;
    this.size = size;
    this.share = 1 / size;
  }

  /** The block is full and is the window: work through it from its end. */
  private turn(newest: number): void {
    const {tailSums, tailSquares} = this;
    const length = tailSums.length;
    let sum = 0;
    let squares = 0;
    for (let i = length - 1; i >= 0; i--) {
      const distance = (tailSums[i] as number) - newest;
      sum += distance;
      squares += distance * distance;
      tailSums[i] = sum;
      tailSquares[i] = squares;
    }
    this.anchor = newest;
    this.sum = sum;
    this.squares = squares;
    this.size = length;
    this.share = 1 / length;
    this.position = 0;
    this.headSum = 0;
    this.headSquares = 0;
    this.isFull = true;
  }
}

/** What a pass over many values writes: the mean of each window, its population variance, or both. */
export interface MomentColumns {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Mean and population variance of each value and the n-1 before it, by the same sums as `WindowMoments`; NaN at the
 * first n-1. The outputs must not be `values`.
 */
export function windowMoments(values: Float64Array, length: number, {mean, variance}: MomentColumns): void {
  const size = values.length;
  const share = 1 / windowLength(length);
  const tailSums = new Float64Array(length);
  const tailSquares = new Float64Array(length);
  mean.fill(Number.NaN, 0, length - 1);
  variance.fill(Number.NaN, 0, length - 1);
  for (let newest = length - 1; newest < size; newest += length) {
    const anchor = values[newest] as number;
    let sum = 0;
    let squares = 0;
    for (let k = length - 1, i = newest; k >= 0; k--, i--) {
      const distance = (values[i] as number) - anchor;
      sum += distance;
      squares += distance * distance;
      tailSums[k] = sum;
      tailSquares[k] = squares;
    }
    mean[newest] = anchor + sum * share;
    variance[newest] = (squares - sum * sum * share) * share;
    sum = 0;
    squares = 0;
    const end = Math.min(newest + length, size);
    for (let k = 1, i = newest + 1; i < end; k++, i++) {
      const distance = (values[i] as number) - anchor;
      sum += distance;
      squares += distance * distance;
      const all = sum + (tailSums[k] as number);
      mean[i] = anchor + all * share;
      variance[i] = (squares + (tailSquares[k] as number) - all * all * share) * share;
    }
  }
}
