/**
 * Least-squares line through the last n values at x = 0 (oldest) to n-1 (newest), in constant time. As in
 * `WindowMoments` the window is the tail of one block and the head of the next, and only distances from a value that
 * lies in the window are added up, so that high prices lose no digits.
 */
import {windowLength} from "./window-length.js";

export class LineFit {
  private readonly length: number;
  private readonly middle: number;
  private readonly xSquares: number;
  /** The values of the block being filled. */
  private readonly values: Float64Array;
  /** Sums of the last block's tails: plain, weighted 0, 1, ... from the oldest on, and of squares. */
  private readonly tailSums: Float64Array;
  private readonly tailWeighted: Float64Array;
  private readonly tailSquares: Float64Array;
  private position = 0;
  private isFull = false;
  private anchor = Number.NaN;
  private headSum = 0;
  private headWeighted = 0;
  private headSquares = 0;
  /** Change per candle. */
  slope = Number.NaN;
  mean = Number.NaN;
  private sum = Number.NaN;
  private squares = Number.NaN;

  constructor(length: number) {
    this.length = windowLength(length);
    this.middle = (length - 1) / 2;
    this.xSquares = (length * (length * length - 1)) / 12;
    this.values = new Float64Array(length);
    this.tailSums = new Float64Array(length);
    this.tailWeighted = new Float64Array(length);
    this.tailSquares = new Float64Array(length);
  }

  /** Takes the newest value; gives the slope, NaN while there are fewer than n. */
  update(value: number): number {
    const position = this.position;
    this.values[position] = value;
    const next = position + 1;
    if (next === this.length) return this.turn(value);
    this.position = next;
    if (!this.isFull) return Number.NaN;
    const distance = value - this.anchor;
    this.headSum += distance;
    this.headWeighted += distance * position;
    this.headSquares += distance * distance;
    // The head goes on where the tail's n - next weights end.
    const weighted = (this.tailWeighted[next] as number) + this.headWeighted + (this.length - next) * this.headSum;
    this.squares = (this.tailSquares[next] as number) + this.headSquares;
    return this.fit((this.tailSums[next] as number) + this.headSum, weighted);
  }

  /** Value of the line at x: n-1 is the newest candle, n the next. */
  at(x: number): number {
    return this.mean + this.slope * (x - this.middle);
  }

  /** Share of the variance that the line explains, 0..1; NaN where all values are equal. */
  get rSquared(): number {
    return (this.slope * this.slope * this.xSquares) / (this.squares - (this.sum * this.sum) / this.length);
  }

  private fit(sum: number, weighted: number): number {
    this.slope = (weighted - this.middle * sum) / this.xSquares;
    this.mean = this.anchor + sum / this.length;
    this.sum = sum;
    return this.slope;
  }

  /** The block is full and is the window: work through it from its end. */
  private turn(newest: number): number {
    let sum = 0;
    let weighted = 0;
    let squares = 0;
    for (let i = this.length - 1; i >= 0; i--) {
      const distance = (this.values[i] as number) - newest;
      // One more value in front, of weight 0: all behind it weigh one more.
      weighted += sum;
      sum += distance;
      squares += distance * distance;
      this.tailSums[i] = sum;
      this.tailWeighted[i] = weighted;
      this.tailSquares[i] = squares;
    }
    this.anchor = newest;
    this.squares = squares;
    this.position = 0;
    this.headSum = 0;
    this.headWeighted = 0;
    this.headSquares = 0;
    this.isFull = true;
    return this.fit(sum, weighted);
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
export function lineFit(values: Float64Array, length: number, out = emptyColumns(values.length)): LineColumns {
  const kernel = new LineFit(length);
  const {slope, value, forecast} = out;
  for (let i = 0; i < values.length; i++) {
    slope[i] = kernel.update(values[i] as number);
    value[i] = kernel.at(length - 1);
    forecast[i] = kernel.at(length);
  }
  return out;
}

function emptyColumns(size: number): LineColumns {
  return {slope: new Float64Array(size), value: new Float64Array(size), forecast: new Float64Array(size)};
}
