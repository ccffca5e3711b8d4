/** Kaufman's adaptive moving average (1995), fast and slow constants 2 and 30. */
import {Lag} from "./lag.js";
import {WindowSum} from "./window-sum.js";

const FASTEST = 2 / (2 + 1);
const SLOWEST = 2 / (30 + 1);

export class AdaptiveAverage {
  private readonly lag: Lag;
  private readonly path: WindowSum;
  private previous = Number.NaN;
  private average = Number.NaN;
  /** Net change over total path of the last n changes, 0..1. */
  efficiency = Number.NaN;

  constructor(length: number) {
    this.lag = new Lag(length);
    this.path = new WindowSum(length);
  }

  update(value: number): number {
    const previous = this.previous;
    const change = value - this.lag.update(value);
    this.previous = value;
    if (Number.isNaN(previous)) return Number.NaN;
    const path = this.path.update(Math.abs(value - previous));
    if (Number.isNaN(path)) return Number.NaN;
    // A rounded path may be shorter than the change; a market that stands still has gone straight.
    this.efficiency = path <= Math.abs(change) ? 1 : Math.abs(change) / path;
    const root = this.efficiency * (FASTEST - SLOWEST) + SLOWEST;
    const from = Number.isNaN(this.average) ? previous : this.average;
    this.average = from + (value - from) * root * root;
    return this.average;
  }
}

/** KAMA of each value; NaN at the first n. Settles slowest of all: up to 4 900 values where nothing trends. */
export function adaptiveAverage(values: Float64Array, length: number): Float64Array {
  const kernel = new AdaptiveAverage(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}
