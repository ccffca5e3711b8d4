/** Least-squares line through the last n values at x = 0 (oldest) to n-1 (newest). */
import {WindowValues} from "./window-values.js";

export class LineFit {
  private readonly recent: WindowValues;
  private readonly middle: number;
  private readonly xSquares: number;
  /** Change per candle. */
  slope = Number.NaN;
  mean = Number.NaN;

  constructor(length: number) {
    this.recent = new WindowValues(length);
    this.middle = (length - 1) / 2;
    this.xSquares = (length * (length * length - 1)) / 12;
  }

  /** Takes the newest value; gives the slope, NaN while there are fewer than n. */
  update(value: number): number {
    this.recent.update(value);
    return this.recent.isFull ? this.fit() : Number.NaN;
  }

  /** Value of the line at x: n-1 is the newest candle, n the next. */
  at(x: number): number {
    return this.mean + this.slope * (x - this.middle);
  }

  /** Share of the variance that the line explains, 0..1; NaN where all values are equal. */
  get rSquared(): number {
    const {length} = this.recent;
    let squares = 0;
    for (let age = 0; age < length; age++) squares += (this.recent.ago(age) - this.mean) ** 2;
    return (this.slope * this.slope * this.xSquares) / squares;
  }

  /** Taken from the oldest value, so that high prices lose no digits. */
  private fit(): number {
    const data = this.recent.data();
    const from = this.recent.from();
    const end = from + this.recent.length;
    const base = data[from] as number;
    let x = -this.middle;
    let sum = 0;
    let products = 0;
    for (let i = from; i < end; i++) {
      const y = (data[i] as number) - base;
      sum += y;
      products += x * y;
      x += 1;
    }
    this.slope = products / this.xSquares;
    this.mean = base + sum / this.recent.length;
    return this.slope;
  }
}

export interface LineColumns {
  readonly slope: Float64Array;
  /** The line at the newest candle. */
  readonly value: Float64Array;
  /** The line at the candle to come. */
  readonly forecast: Float64Array;
}

/** Slope, value and one-step forecast of the line through the last n values; NaN at the first n-1. */
export function lineFit(values: Float64Array, length: number): LineColumns {
  const kernel = new LineFit(length);
  const size = values.length;
  const out = {slope: new Float64Array(size), value: new Float64Array(size), forecast: new Float64Array(size)};
  for (let i = 0; i < size; i++) {
    out.slope[i] = kernel.update(values[i] as number);
    out.value[i] = kernel.at(length - 1);
    out.forecast[i] = kernel.at(length);
  }
  return out;
}
