/**
 * Covariance, correlation and slope of the last n pairs in constant time; built and merged like `WindowMoments`
 * (Chan, Golub and LeVeque 1979).
 */
import {windowLength} from "./window-length.js";

export class WindowComoments {
  /** Tails of the last block; up to `position` the means hold plain values. */
  private readonly tailX: Float64Array;
  private readonly tailY: Float64Array;
  private readonly tailXx: Float64Array;
  private readonly tailYy: Float64Array;
  private readonly tailXy: Float64Array;
  /** 1/k, so that no update divides. */
  private readonly reciprocals: Float64Array;
  private readonly length: number;
  private position = 0;
  private isFull = false;
  private headX = 0;
  private headY = 0;
  private headXx = 0;
  private headYy = 0;
  private headXy = 0;
  meanX = Number.NaN;
  meanY = Number.NaN;
  /** Sums of squared deviations, and of their products. */
  squaresX = Number.NaN;
  squaresY = Number.NaN;
  products = Number.NaN;
  private size = 0;
  private readonly minimum: number;

  /** @param minimum pairs that make an answer while there are fewer than n */
  constructor(length: number, minimum = length) {
    this.length = windowLength(length, 2);
    this.minimum = minimum;
    this.tailX = new Float64Array(length);
    this.tailY = new Float64Array(length);
    this.tailXx = new Float64Array(length);
    this.tailYy = new Float64Array(length);
    this.tailXy = new Float64Array(length);
    this.reciprocals = Float64Array.from({length: length + 1}, (_, k) => 1 / Math.max(1, k));
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
    const count = position + 1;
    if (count === this.length) {
      this.turn();
      return;
    }
    const stepX = x - this.headX;
    const stepY = y - this.headY;
    const share = this.reciprocals[count] as number;
    this.headX += stepX * share;
    this.headY += stepY * share;
    this.headXx += stepX * (x - this.headX);
    this.headYy += stepY * (y - this.headY);
    this.headXy += stepX * (y - this.headY);
    this.position = count;
    if (this.isFull) this.merge(count);
    else this.begin(count);
  }

  /** The first block, not yet full, is all there is. */
  private begin(size: number): void {
    if (size < this.minimum) return;
    this.size = size;
    this.meanX = this.headX;
    this.meanY = this.headY;
    this.squaresX = this.headXx;
    this.squaresY = this.headYy;
    this.products = this.headXy;
  }

  private merge(count: number): void {
    const share = count / this.length;
    const weight = share * (this.length - count);
    const stepX = this.headX - (this.tailX[count] as number);
    const stepY = this.headY - (this.tailY[count] as number);
    this.meanX = (this.tailX[count] as number) + stepX * share;
    this.meanY = (this.tailY[count] as number) + stepY * share;
    this.squaresX = (this.tailXx[count] as number) + this.headXx + stepX * stepX * weight;
    this.squaresY = (this.tailYy[count] as number) + this.headYy + stepY * stepY * weight;
    this.products = (this.tailXy[count] as number) + this.headXy + stepX * stepY * weight;
  }

  private turn(): void {
    const xs = this.tailX;
    const ys = this.tailY;
    let meanX = 0;
    let meanY = 0;
    let squaresX = 0;
    let squaresY = 0;
    let products = 0;
    for (let i = this.length - 1; i >= 0; i--) {
      const stepX = (xs[i] as number) - meanX;
      const stepY = (ys[i] as number) - meanY;
      const share = this.reciprocals[this.length - i] as number;
      meanX += stepX * share;
      meanY += stepY * share;
      squaresX += stepX * ((xs[i] as number) - meanX);
      products += stepX * ((ys[i] as number) - meanY);
      squaresY += stepY * ((ys[i] as number) - meanY);
      xs[i] = meanX;
      ys[i] = meanY;
      this.tailXx[i] = squaresX;
      this.tailYy[i] = squaresY;
      this.tailXy[i] = products;
    }
    this.meanX = meanX;
    this.meanY = meanY;
    this.squaresX = squaresX;
    this.squaresY = squaresY;
    this.products = products;
    this.position = 0;
    this.headX = 0;
    this.headY = 0;
    this.headXx = 0;
    this.headYy = 0;
    this.headXy = 0;
    this.isFull = true;
    this.size = this.length;
  }
}

/** Pearson correlation of the last n pairs; NaN at the first n-1 and where a side is constant. */
export function windowCorrelation({x, y}: {x: Float64Array; y: Float64Array}, length: number): Float64Array {
  const kernel = new WindowComoments(length);
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) {
    kernel.update(x[i] as number, y[i] as number);
    out[i] = kernel.correlation;
  }
  return out;
}

/** Least-squares slope of y on x over the last n pairs; NaN at the first n-1 and where x is constant. */
export function windowBeta({x, y}: {x: Float64Array; y: Float64Array}, length: number): Float64Array {
  const kernel = new WindowComoments(length);
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) {
    kernel.update(x[i] as number, y[i] as number);
    out[i] = kernel.slope;
  }
  return out;
}
