/** Aroon (Chande 1995): how long ago the last high and the last low were. */
import type {HighLow} from "./candle-arrays.js";
import {hasUndefined} from "./undefined-values.js";
import {maximumAges, minimumAges, WindowMaximumAge, WindowMinimumAge} from "./window-extreme-age.js";

export class Aroon {
  private readonly length: number;
  private readonly highs: WindowMaximumAge;
  private readonly lows: WindowMinimumAge;
  up = Number.NaN;
  down = Number.NaN;

  /** @param length candles back; with the newest they are n+1 */
  constructor(length: number) {
    this.length = length;
    this.highs = new WindowMaximumAge(length + 1, "newest");
    this.lows = new WindowMinimumAge(length + 1, "newest");
  }

  /** Gives up minus down, -100..100, and keeps both, 0..100; NaN for the first n candles. */
  update(high: number, low: number): number {
    const highAge = this.highs.update(high);
    const lowAge = this.lows.update(low);
    if (!this.highs.isFull) return Number.NaN;
    this.up = (100 * (this.length - highAge)) / this.length;
    this.down = (100 * (this.length - lowAge)) / this.length;
    return this.up - this.down;
  }
}

export interface AroonColumns {
  readonly up: Float64Array;
  readonly down: Float64Array;
  readonly oscillator: Float64Array;
}

/** Up, down and their difference for each candle; NaN at the first n. */
export function aroon({high, low}: HighLow, length: number, out = emptyColumns(high.length)): AroonColumns {
  const {up, down, oscillator} = out;
  if (!hasUndefined(high, low)) {
    // Ages first, then the indicator written over them.
    maximumAges(high, length + 1, up);
    minimumAges(low, length + 1, down);
    for (let i = 0; i < up.length; i++) {
      const rise = (100 * (length - (up[i] as number))) / length;
      const fall = (100 * (length - (down[i] as number))) / length;
      up[i] = rise;
      down[i] = fall;
      oscillator[i] = rise - fall;
    }
    return out;
  }
  const kernel = new Aroon(length);
  for (let i = 0; i < high.length; i++) {
    oscillator[i] = kernel.update(high[i] as number, low[i] as number);
    up[i] = kernel.up;
    down[i] = kernel.down;
  }
  return out;
}

function emptyColumns(size: number): AroonColumns {
  return {up: new Float64Array(size), down: new Float64Array(size), oscillator: new Float64Array(size)};
}
