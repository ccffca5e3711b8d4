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

  /** `update` for each of many values; like the averages of averages, with all three in variables. */
  run(values: Float64Array, out: MacdColumns): void {
    const {fast, slow, average} = this;
    const {macd: lines, signal: signals, histogram} = out;
    const [fastWeight, slowWeight, signalWeight] = [fast.weight, slow.weight, average.weight];
    let from = 0;
    for (; from < values.length && !average.isSeeded; from++) this.write(values[from] as number, out, from);
    let near = fast.average;
    let far = slow.average;
    let signal = average.average;
    for (let i = from; i < values.length; i++) {
      const value = values[i] as number;
      near += (value - near) * fastWeight;
      far += (value - far) * slowWeight;
      const line = near - far;
      signal += (line - signal) * signalWeight;
      lines[i] = line;
      signals[i] = signal;
      histogram[i] = line - signal;
    }
    if (from === values.length) return;
    if (Number.isNaN(signal)) {
      for (let i = from; i < values.length; i++) this.write(values[i] as number, out, i);
      return;
    }
    fast.average = near;
    slow.average = far;
    average.average = signal;
    this.signal = signal;
    this.line = near - far;
    this.histogram = this.line - signal;
  }

  private write(value: number, out: MacdColumns, i: number): void {
    out.histogram[i] = this.update(value);
    out.macd[i] = this.line;
    out.signal[i] = this.signal;
  }
}

export interface MacdColumns {
  readonly macd: Float64Array;
  readonly signal: Float64Array;
  readonly histogram: Float64Array;
}

/** Line, signal and histogram of each value; NaN at the first slow + signal - 2. Settles within about 13 slow to 1e-9. */
export function macd(values: Float64Array, lengths: MacdLengths, out = emptyColumns(values.length)): MacdColumns {
  new Macd(lengths).run(values, out);
  return out;
}

function emptyColumns(size: number): MacdColumns {
  return {macd: new Float64Array(size), signal: new Float64Array(size), histogram: new Float64Array(size)};
}
