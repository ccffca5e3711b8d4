/**
 * Parabolic stop and reverse (Wilder 1978). The first direction is that of the first directional movement, as in
 * TA-Lib; a reversal wipes out all memory of it, so the value settles at the second reversal.
 */
import type {HighLow} from "./candle-arrays.js";

export interface ParabolicParameters {
  /** Step of the acceleration factor. */
  readonly step: number;
  /** Its highest value. */
  readonly maximum: number;
}

export class ParabolicStop {
  private readonly step: number;
  private readonly maximum: number;
  private previousHigh = Number.NaN;
  private previousLow = Number.NaN;
  private isStarted = false;
  isLong = true;
  private acceleration: number;
  private extreme = Number.NaN;
  private stop = Number.NaN;

  constructor({step, maximum}: ParabolicParameters) {
    this.step = Math.min(step, maximum);
    this.maximum = maximum;
    this.acceleration = this.step;
  }

  /** The stop that stood during this candle, or the new one when it was hit; NaN for the first candle. */
  update(high: number, low: number): number {
    const beforeHigh = this.previousHigh;
    const beforeLow = this.previousLow;
    this.previousHigh = high;
    this.previousLow = low;
    if (Number.isNaN(beforeHigh)) return Number.NaN;
    if (this.isStarted)
      return this.isLong ? this.long(high, low, beforeHigh, beforeLow) : this.short(high, low, beforeHigh, beforeLow);
    this.isStarted = true;
    const down = beforeLow - low;
    this.isLong = !(down > 0 && down > high - beforeHigh);
    this.extreme = this.isLong ? high : low;
    this.stop = this.isLong ? beforeLow : beforeHigh;
    return this.isLong ? this.long(high, low, high, low) : this.short(high, low, high, low);
  }

  private long(high: number, low: number, beforeHigh: number, beforeLow: number): number {
    if (low <= this.stop) {
      this.isLong = false;
      const reversed = Math.max(this.extreme, beforeHigh, high);
      this.acceleration = this.step;
      this.extreme = low;
      this.stop = Math.max(reversed + this.acceleration * (low - reversed), beforeHigh, high);
      return reversed;
    }
    const stood = this.stop;
    if (high > this.extreme) {
      this.extreme = high;
      this.acceleration = Math.min(this.acceleration + this.step, this.maximum);
    }
    this.stop = Math.min(stood + this.acceleration * (this.extreme - stood), beforeLow, low);
    return stood;
  }

  private short(high: number, low: number, beforeHigh: number, beforeLow: number): number {
    if (high >= this.stop) {
      this.isLong = true;
      const reversed = Math.min(this.extreme, beforeLow, low);
      this.acceleration = this.step;
      this.extreme = high;
      this.stop = Math.min(reversed + this.acceleration * (high - reversed), beforeLow, low);
      return reversed;
    }
    const stood = this.stop;
    if (low < this.extreme) {
      this.extreme = low;
      this.acceleration = Math.min(this.acceleration + this.step, this.maximum);
    }
    this.stop = Math.max(stood + this.acceleration * (this.extreme - stood), beforeHigh, high);
    return stood;
  }
}

/** SAR of each candle, price units; NaN at the first. */
export function parabolicStop({high, low}: HighLow, parameters: ParabolicParameters): Float64Array {
  const kernel = new ParabolicStop(parameters);
  const out = new Float64Array(high.length);
  for (let i = 0; i < out.length; i++) out[i] = kernel.update(high[i] as number, low[i] as number);
  return out;
}
