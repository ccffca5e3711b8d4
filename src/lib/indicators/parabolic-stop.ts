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
  private beforeHigh = Number.NaN;
  private beforeLow = Number.NaN;
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
    this.beforeHigh = this.previousHigh;
    this.beforeLow = this.previousLow;
    this.previousHigh = high;
    this.previousLow = low;
    if (Number.isNaN(this.beforeHigh)) return Number.NaN;
    if (!this.isStarted) this.start(high, low);
    return this.isLong ? this.long(high, low) : this.short(high, low);
  }

  private start(high: number, low: number): void {
    this.isStarted = true;
    const down = this.beforeLow - low;
    this.isLong = !(down > 0 && down > high - this.beforeHigh);
    this.extreme = this.isLong ? high : low;
    this.stop = this.isLong ? this.beforeLow : this.beforeHigh;
    // TA-Lib looks at the second candle alone when it first moves the stop.
    this.beforeHigh = high;
    this.beforeLow = low;
  }

  private long(high: number, low: number): number {
    if (low <= this.stop) {
      this.isLong = false;
      const reversed = Math.max(this.extreme, this.beforeHigh, high);
      this.acceleration = this.step;
      this.extreme = low;
      this.stop = Math.max(reversed + this.acceleration * (low - reversed), this.beforeHigh, high);
      return reversed;
    }
    const stood = this.stop;
    if (high > this.extreme) {
      this.extreme = high;
      this.acceleration = Math.min(this.acceleration + this.step, this.maximum);
    }
    this.stop = Math.min(stood + this.acceleration * (this.extreme - stood), this.beforeLow, low);
    return stood;
  }

  private short(high: number, low: number): number {
    if (high >= this.stop) {
      this.isLong = true;
      const reversed = Math.min(this.extreme, this.beforeLow, low);
      this.acceleration = this.step;
      this.extreme = high;
      this.stop = Math.min(reversed + this.acceleration * (high - reversed), this.beforeLow, low);
      return reversed;
    }
    const stood = this.stop;
    if (low < this.extreme) {
      this.extreme = low;
      this.acceleration = Math.min(this.acceleration + this.step, this.maximum);
    }
    this.stop = Math.max(stood + this.acceleration * (this.extreme - stood), this.beforeHigh, high);
    return stood;
  }
}

/** SAR of each candle, price units, written to `out`; NaN at the first. */
export function parabolicStop(
  {high, low}: HighLow,
  parameters: ParabolicParameters,
  out: Float64Array = new Float64Array(high.length)
): Float64Array {
  const kernel = new ParabolicStop(parameters);
  for (let i = 0; i < out.length; i++) out[i] = kernel.update(high[i] as number, low[i] as number);
  return out;
}
