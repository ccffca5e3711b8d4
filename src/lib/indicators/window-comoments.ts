/**
 * Covariance, correlation and slope of the last n pairs in constant time; built and merged like `WindowMoments`
 * (Chan, Golub and LeVeque 1979).
 */
import {windowLength} from "./window-length.js";

export class WindowComoments {
  /** Five rows of the last block's tails: mean x, mean y, squares x, squares y, products. */
  private readonly tails: readonly Float64Array[];
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

  constructor(length: number) {
    this.length = windowLength(length, 2);
    this.tails = Array.from({length: 5}, () => new Float64Array(length));
  }

  /** Pearson's, -1..1; NaN where either side is constant but for rounding. */
  get correlation(): number {
    const scale = Math.sqrt(this.squaresX * this.squaresY);
    const floor = 1e-24 * this.meanX * this.meanX * this.length;
    if (this.squaresX <= floor || this.squaresY <= 1e-24 * this.meanY * this.meanY * this.length) return Number.NaN;
    return Math.max(-1, Math.min(1, this.products / scale));
  }

  /** Least-squares slope of y on x. */
  get slope(): number {
    return this.products / this.squaresX;
  }

  update(x: number, y: number): void {
    const [xs, ys] = this.tails as [Float64Array, Float64Array];
    const position = this.position;
    xs[position] = x;
    ys[position] = y;
    const count = position + 1;
    if (count === this.length) {
      this.turn();
      return;
    }
    const stepX = x - this.headX;
    const stepY = y - this.headY;
    this.headX += stepX / count;
    this.headY += stepY / count;
    this.headXx += stepX * (x - this.headX);
    this.headYy += stepY * (y - this.headY);
    this.headXy += stepX * (y - this.headY);
    this.position = count;
    if (this.isFull) this.merge(count);
  }

  private merge(count: number): void {
    const [xs, ys, xxs, yys, xys] = this.tails as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array
    ];
    const share = count / this.length;
    const weight = share * (this.length - count);
    const stepX = this.headX - (xs[count] as number);
    const stepY = this.headY - (ys[count] as number);
    this.meanX = (xs[count] as number) + stepX * share;
    this.meanY = (ys[count] as number) + stepY * share;
    this.squaresX = (xxs[count] as number) + this.headXx + stepX * stepX * weight;
    this.squaresY = (yys[count] as number) + this.headYy + stepY * stepY * weight;
    this.products = (xys[count] as number) + this.headXy + stepX * stepY * weight;
  }

  private turn(): void {
    const [xs, ys, xxs, yys, xys] = this.tails as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array
    ];
    let [meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0];
    for (let i = this.length - 1; i >= 0; i--) {
      const stepX = (xs[i] as number) - meanX;
      const stepY = (ys[i] as number) - meanY;
      meanX += stepX / (this.length - i);
      meanY += stepY / (this.length - i);
      squaresX += stepX * ((xs[i] as number) - meanX);
      products += stepX * ((ys[i] as number) - meanY);
      squaresY += stepY * ((ys[i] as number) - meanY);
      xs[i] = meanX;
      ys[i] = meanY;
      xxs[i] = squaresX;
      yys[i] = squaresY;
      xys[i] = products;
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
  }
}

/** Pearson correlation of the last n pairs; NaN at the first n-1 and where a side is constant. */
export function windowCorrelation({x, y}: {x: Float64Array; y: Float64Array}, length: number): Float64Array {
  const kernel = new WindowComoments(length);
  return x.map((value, i) => {
    kernel.update(value, y[i] as number);
    return kernel.correlation;
  });
}

/** Least-squares slope of y on x over the last n pairs; NaN at the first n-1 and where x is constant. */
export function windowBeta({x, y}: {x: Float64Array; y: Float64Array}, length: number): Float64Array {
  const kernel = new WindowComoments(length);
  return x.map((value, i) => {
    kernel.update(value, y[i] as number);
    return kernel.slope;
  });
}
