/**
 * Relative strength index (Wilder 1978) and Chande's momentum oscillator (Chande and Kroll 1994), both of gains and
 * losses under Wilder's smoothing. A series that has never moved has neither: NaN, where others print 0, 50 or 100.
 */
import {inPieces, PIECE} from "./pieces.js";
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
      // Half of twice the rise or the fall, the other being 0: exact, and no branch that is wrong half of the time.
      const size = Math.abs(change);
      this.gain = (this.gain * (length - 1) + (size + change) / 2) / length;
      this.loss = (this.loss * (length - 1) + (size - change) / 2) / length;
      return true;
    }
    return this.seed(change);
  }

  /** `update` for each of many values, in local variables once both averages are defined: writes gains and losses. */
  run(values: Float64Array, gains: Float64Array, losses: Float64Array): void {
    let i = 0;
    for (; i < values.length && this.seen < this.length; i++) {
      const isDefined = this.update(values[i] as number);
      gains[i] = isDefined ? this.gain : Number.NaN;
      losses[i] = this.loss;
    }
    const length = this.length;
    const kept = length - 1;
    let {gain, loss, previous} = this;
    for (; i < values.length; i++) {
      const value = values[i] as number;
      const change = value - previous;
      const size = Math.abs(change);
      gain = (gain * kept + (size + change) / 2) / length;
      loss = (loss * kept + (size - change) / 2) / length;
      gains[i] = gain;
      losses[i] = loss;
      previous = value;
    }
    this.gain = gain;
    this.loss = loss;
    this.previous = previous;
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

/** RSI of each value, 0..100, written to `out`; NaN at the first n. Settles within about 22 n values to 1e-9. */
export function relativeStrengthIndex(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  withGains(values, {length, out}, (gains, losses) => {
    for (let i = 0; i < gains.length; i++) {
      const gain = gains[i] as number;
      gains[i] = (100 * gain) / (gain + (losses[i] as number));
    }
  });
  return out;
}

/** CMO of each value, -100..100, written to `out`; NaN at the first n. Settles within about 22 n values to 1e-9. */
export function chandeMomentum(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  withGains(values, {length, out}, (gains, losses) => {
    for (let i = 0; i < gains.length; i++) {
      const gain = gains[i] as number;
      const loss = losses[i] as number;
      gains[i] = (100 * (gain - loss)) / (gain + loss);
    }
  });
  return out;
}

/** Writes the average gain to `out`, and lets `combine` put the average loss into it, a piece at a time. */
function withGains(
  values: Float64Array,
  {length, out}: {readonly length: number; readonly out: Float64Array},
  combine: (gains: Float64Array, losses: Float64Array) => void
): void {
  const kernel = new GainsAndLosses(length);
  const piece = new Float64Array(Math.min(PIECE, values.length));
  inPieces(values.length, (from, to) => {
    const gains = out.subarray(from, to);
    const losses = piece.subarray(0, to - from);
    kernel.run(values.subarray(from, to), gains, losses);
    combine(gains, losses);
  });
}
