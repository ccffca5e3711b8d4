/** Moving average convergence and divergence (Appel 1979), and the oscillators that subtract two averages. */
import {assert} from "../core/assert.js";
import {ExponentialAverage} from "./exponential-average.js";

export interface MacdLengths {
  readonly fast: number;
  readonly slow: number;
  readonly signal: number;
}

export class Macd {
  private readonly fast: ExponentialAverage;
  private readonly slow: ExponentialAverage;
  private readonly average: ExponentialAverage;
  /** Values to leave out before the fast average starts, so that both averages are seeded at the same value. */
  private skip: number;
  line = Number.NaN;
  signal = Number.NaN;
  histogram = Number.NaN;

  constructor({fast, slow, signal}: MacdLengths) {
    assert(fast < slow, `the fast average is shorter than the slow one, not ${fast} against ${slow}`);
    this.fast = new ExponentialAverage(fast);
    this.slow = new ExponentialAverage(slow);
    this.average = new ExponentialAverage(signal);
    this.skip = slow - fast;
  }

  /** Takes the newest value; gives the histogram (line minus signal). All three are NaN until the signal is defined. */
  update(value: number): number {
    const slow = this.slow.update(value);
    if (this.skip > 0) {
      this.skip--;
      return Number.NaN;
    }
    const line = this.fast.update(value) - slow;
    const signal = this.average.update(line);
    this.line = Number.isNaN(signal) ? Number.NaN : line;
    this.signal = signal;
    this.histogram = line - signal;
    return this.histogram;
  }
}

export interface MacdColumns {
  readonly macd: Float64Array;
  readonly signal: Float64Array;
  readonly histogram: Float64Array;
}

/** Line, signal and histogram of each value; NaN at the first slow + signal - 2. Settles within about 13 slow to 1e-9. */
export function macd(values: Float64Array, lengths: MacdLengths): MacdColumns {
  const kernel = new Macd(lengths);
  const out = {
    macd: new Float64Array(values.length),
    signal: new Float64Array(values.length),
    histogram: new Float64Array(values.length)
  };
  for (let i = 0; i < values.length; i++) {
    out.histogram[i] = kernel.update(values[i] as number);
    out.macd[i] = kernel.line;
    out.signal[i] = kernel.signal;
  }
  return out;
}
