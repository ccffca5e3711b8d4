/**
 * Relative strength index (Wilder 1978) and Chande's momentum oscillator (Chande and Kroll 1994), both of gains and
 * losses under Wilder's smoothing. A series that has never moved has neither: NaN, where others print 0, 50 or 100.
 */
import {windowLength} from "./window-length.js";

/** Average gain and average loss of the last changes. */
class GainsAndLosses {
  private readonly length: number;
  private previous = Number.NaN;
  private seen = 0;
  gain = 0;
  loss = 0;

  constructor(length: number) {
    this.length = windowLength(length);
  }

  /** True when both averages are defined. */
  update(value: number): boolean {
    const change = value - this.previous;
    this.previous = value;
    if (this.seen === this.length) {
      const length = this.length;
      this.gain = (this.gain * (length - 1) + Math.max(change, 0)) / length;
      this.loss = (this.loss * (length - 1) + (change < 0 ? -change : 0)) / length;
      return true;
    }
    return this.seed(change);
  }

  private seed(change: number): boolean {
    if (Number.isNaN(change)) return false;
    if (change > 0) this.gain += change;
    else this.loss -= change;
    this.seen++;
    if (this.seen < this.length) return false;
    this.gain /= this.length;
    this.loss /= this.length;
    return true;
  }
}

export class RelativeStrengthIndex {
  private readonly changes: GainsAndLosses;

  constructor(length: number) {
    this.changes = new GainsAndLosses(length);
  }

  /** 0..100; NaN for the first n values. */
  update(value: number): number {
    const changes = this.changes;
    if (!changes.update(value)) return Number.NaN;
    return (100 * changes.gain) / (changes.gain + changes.loss);
  }
}

export class ChandeMomentum {
  private readonly changes: GainsAndLosses;

  constructor(length: number) {
    this.changes = new GainsAndLosses(length);
  }

  /** -100..100; NaN for the first n values. */
  update(value: number): number {
    const changes = this.changes;
    if (!changes.update(value)) return Number.NaN;
    return (100 * (changes.gain - changes.loss)) / (changes.gain + changes.loss);
  }
}

/** RSI of each value, 0..100; NaN at the first n. Settles within about 22 n values to 1e-9. */
export function relativeStrengthIndex(values: Float64Array, length: number): Float64Array {
  const kernel = new RelativeStrengthIndex(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}

/** CMO of each value, -100..100; NaN at the first n. Settles within about 22 n values to 1e-9. */
export function chandeMomentum(values: Float64Array, length: number): Float64Array {
  const kernel = new ChandeMomentum(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}
