/**
 * Covariance, correlation and slope of the last n pairs in constant time, from sums of distances to a pair that lies in
 * the window, as in `WindowMoments`.
 */
import {windowLength} from "./window-length.js";

export class WindowComoments {
  /** Sums over the last block's tails; up to `position` the first two hold plain values. */
  private readonly tailX: Float64Array;
  private readonly tailY: Float64Array;
  private readonly tailXx: Float64Array;
  private readonly tailYy: Float64Array;
  private readonly tailXy: Float64Array;
  private readonly length: number;
  private readonly minimum: number;
  private position = 0;
  private isFull = false;
  /** What distances are taken from: the last pair of the block before, in the first block its first pair. */
  private anchorX = Number.NaN;
  private anchorY = Number.NaN;
  private headX = 0;
  private headY = 0;
  private headXx = 0;
  private headYy = 0;
  private headXy = 0;
  /** Over the window; `share` is one over its size. */
  private sumX = Number.NaN;
  private sumY = Number.NaN;
  private sumXx = Number.NaN;
  private sumYy = Number.NaN;
  private sumXy = Number.NaN;
  private size = 0;
  private share = Number.NaN;

  /** @param minimum pairs that make an answer while there are fewer than n */
  constructor(length: number, minimum = length) {
    this.length = windowLength(length, 2);
    this.minimum = minimum;
    this.tailX = new Float64Array(length);
    this.tailY = new Float64Array(length);
    this.tailXx = new Float64Array(length);
    this.tailYy = new Float64Array(length);
    this.tailXy = new Float64Array(length);
  }

  get meanX(): number {
    return this.anchorX + this.sumX * this.share;
  }

  get meanY(): number {
    return this.anchorY + this.sumY * this.share;
  }

  /** Sums of squared deviations, and of their products. */
  get squaresX(): number {
    return this.sumXx - this.sumX * this.sumX * this.share;
  }

  get squaresY(): number {
    return this.sumYy - this.sumY * this.sumY * this.share;
  }

  get products(): number {
    return this.sumXy - this.sumX * this.sumY * this.share;
  }

  /** Pearson's, -1..1; NaN where either side is constant but for rounding. */
  get correlation(): number {
    const {size, meanX, meanY, squaresX, squaresY} = this;
    // Deviations of 1e-12 of the mean are rounding (METHODS C7).
    if (squaresX <= 1e-24 * meanX * meanX * size || squaresY <= 1e-24 * meanY * meanY * size) return Number.NaN;
    return Math.max(-1, Math.min(1, this.products / Math.sqrt(squaresX * squaresY)));
  }

  /** Least-squares slope of y on x. */
  get slope(): number {
    return this.products / this.squaresX;
  }

  update(x: number, y: number): void {
    const position = this.position;
    this.tailX[position] = x;
    this.tailY[position] = y;
    const next = position + 1;
    if (next === this.length) {
      this.turn(x, y);
      return;
    }
    if (next === 1 && !this.isFull) {
      this.anchorX = x;
      this.anchorY = y;
    }
    this.position = next;
    const dx = x - this.anchorX;
    const dy = y - this.anchorY;
    this.headX += dx;
    this.headY += dy;
    this.headXx += dx * dx;
    this.headYy += dy * dy;
    this.headXy += dx * dy;
    if (this.isFull) this.merge(next);
    else this.begin(next);
  }

  /** The first block, not yet full, is all there is. */
  private begin(size: number): void {
    if (size < this.minimum) return;
    this.size = size;
    this.share = 1 / size;
    this.sumX = this.headX;
    this.sumY = this.headY;
    this.sumXx = this.headXx;
    this.sumYy = this.headYy;
    this.sumXy = this.headXy;
  }

  private merge(next: number): void {
    this.sumX = (this.tailX[next] as number) + this.headX;
    this.sumY = (this.tailY[next] as number) + this.headY;
    this.sumXx = (this.tailXx[next] as number) + this.headXx;
    this.sumYy = (this.tailYy[next] as number) + this.headYy;
    this.sumXy = (this.tailXy[next] as number) + this.headXy;
  }

  /** The block is full and is the window: work through it from its end. */
  private turn(anchorX: number, anchorY: number): void {
    const {tailX, tailY, tailXx, tailYy, tailXy} = this;
    let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
    for (let i = this.length - 1; i >= 0; i--) {
      const dx = (tailX[i] as number) - anchorX;
      const dy = (tailY[i] as number) - anchorY;
      tailX[i] = x += dx;
      tailY[i] = y += dy;
      tailXx[i] = xx += dx * dx;
      tailYy[i] = yy += dy * dy;
      tailXy[i] = xy += dx * dy;
    }
    this.anchorX = anchorX;
    this.anchorY = anchorY;
    this.sumX = x;
    this.sumY = y;
    this.sumXx = xx;
    this.sumYy = yy;
    this.sumXy = xy;
    this.size = this.length;
    this.share = 1 / this.length;
    this.position = 0;
    this.headX = 0;
    this.headY = 0;
    this.headXx = 0;
    this.headYy = 0;
    this.headXy = 0;
    this.isFull = true;
  }
}

export interface PairColumns {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Pearson correlation of the last n pairs, written to `out`; NaN at the first n-1 and where a side is constant. */
export function windowCorrelation(
  {x, y}: PairColumns,
  length: number,
  out: Float64Array = new Float64Array(x.length)
): Float64Array {
  const kernel = new WindowComoments(length);
  for (let i = 0; i < out.length; i++) {
    kernel.update(x[i] as number, y[i] as number);
    out[i] = kernel.correlation;
  }
  return out;
}

/** Least-squares slope of y on x over the last n pairs, written to `out`; NaN at the first n-1 and where x is constant. */
export function windowBeta(
  {x, y}: PairColumns,
  length: number,
  out: Float64Array = new Float64Array(x.length)
): Float64Array {
  const size = x.length;
  const share = 1 / windowLength(length, 2);
  const [tailX, tailY] = [new Float64Array(length), new Float64Array(length)];
  const [tailXx, tailXy] = [new Float64Array(length), new Float64Array(length)];
  out.fill(Number.NaN, 0, length - 1);
  for (let newest = length - 1; newest < size; newest += length) {
    const anchorX = x[newest] as number;
    const anchorY = y[newest] as number;
    let sumX = 0;
    let sumY = 0;
    let sumXx = 0;
    let sumXy = 0;
    for (let k = length - 1, i = newest; k >= 0; k--, i--) {
      const dx = (x[i] as number) - anchorX;
      const dy = (y[i] as number) - anchorY;
      sumX += dx;
      sumY += dy;
      sumXx += dx * dx;
      sumXy += dx * dy;
      tailX[k] = sumX;
      tailY[k] = sumY;
      tailXx[k] = sumXx;
      tailXy[k] = sumXy;
    }
    out[newest] = (sumXy - sumX * sumY * share) / (sumXx - sumX * sumX * share);
    sumX = 0;
    sumY = 0;
    sumXx = 0;
    sumXy = 0;
    const end = Math.min(newest + length, size);
    for (let k = 1, i = newest + 1; i < end; k++, i++) {
      const dx = (x[i] as number) - anchorX;
      const dy = (y[i] as number) - anchorY;
      sumX += dx;
      sumY += dy;
      sumXx += dx * dx;
      sumXy += dx * dy;
      const allX = (tailX[k] as number) + sumX;
      const products = (tailXy[k] as number) + sumXy - allX * ((tailY[k] as number) + sumY) * share;
      out[i] = products / ((tailXx[k] as number) + sumXx - allX * allX * share);
    }
  }
  return out;
}
