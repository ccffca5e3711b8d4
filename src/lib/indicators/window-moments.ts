/**
 * Mean and variance of the last n values in constant time. As in `WindowSum` the window is the tail of one block and
 * the head of the next; each is built by Welford's update (1962) and the two are merged by Chan, Golub and LeVeque
 * (1979). Nothing is subtracted from a large sum, so prices of any height keep their digits.
 */
import {windowLength} from "./window-length.js";

export class WindowMoments {
  /** Means and sums of squared deviations of the last block's tails; up to `position` means holds plain values. */
  private readonly means: Float64Array;
  private readonly squares: Float64Array;
  /** 1/k, so that no update divides. */
  private readonly reciprocals: Float64Array;
  private position = 0;
  private isFull = false;
  private headMean = 0;
  private headSquares = 0;
  private meanNow = Number.NaN;
  private squaresNow = Number.NaN;
  private size = 0;
  private readonly minimum: number;

  /** @param minimum values that make an answer while there are fewer than n */
  constructor(length: number, minimum = length) {
    this.minimum = minimum;
    this.means = new Float64Array(windowLength(length));
    this.squares = new Float64Array(length);
    this.reciprocals = Float64Array.from({length: length + 1}, (_, k) => 1 / Math.max(1, k));
  }

  /** Mean of the last n values; NaN while there are fewer than the minimum. */
  get mean(): number {
    return this.meanNow;
  }

  /** Sum of squared deviations from the mean. */
  get squaredDeviations(): number {
    return this.squaresNow;
  }

  /** Divides by n-1. */
  get sampleVariance(): number {
    return this.squaresNow / (this.size - 1);
  }

  /** Divides by n. */
  get populationVariance(): number {
    return this.squaresNow / this.size;
  }

  /** Divides by n-1; NaN where all values are equal but for rounding (METHODS C7). */
  get sampleDeviation(): number {
    const deviation = Math.sqrt(this.squaresNow / (this.size - 1));
    return deviation > 1e-12 * Math.abs(this.meanNow) ? deviation : Number.NaN;
  }

  /** Takes the newest value; the properties then tell of the last n. */
  update(value: number): void {
    const means = this.means;
    const position = this.position;
    means[position] = value;
    const next = position + 1;
    if (next === means.length) {
      this.turn();
      return;
    }
    const step = value - this.headMean;
    this.headMean += step * (this.reciprocals[next] as number);
    this.headSquares += step * (value - this.headMean);
    this.position = next;
    if (this.isFull) this.merge(next);
    else this.begin(next);
  }

  /** The first block, not yet full, is all there is. */
  private begin(size: number): void {
    if (size < this.minimum) return;
    this.size = size;
    this.meanNow = this.headMean;
    this.squaresNow = this.headSquares;
  }

  private merge(headLength: number): void {
    const length = this.means.length;
    const tailMean = this.means[headLength] as number;
    const step = this.headMean - tailMean;
    const share = headLength / length;
    this.meanNow = tailMean + step * share;
    this.squaresNow =
      (this.squares[headLength] as number) + this.headSquares + step * step * share * (length - headLength);
  }

  /** The block is full and is the window: work through it from its end. */
  private turn(): void {
    const means = this.means;
    const length = means.length;
    let mean = 0;
    let squares = 0;
    for (let i = length - 1; i >= 0; i--) {
      const value = means[i] as number;
      const step = value - mean;
      mean += step * (this.reciprocals[length - i] as number);
      squares += step * (value - mean);
      means[i] = mean;
      this.squares[i] = squares;
    }
    this.meanNow = mean;
    this.squaresNow = squares;
    this.position = 0;
    this.headMean = 0;
    this.headSquares = 0;
    this.isFull = true;
    this.size = length;
  }
}
