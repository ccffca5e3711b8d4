/** Kaufman's adaptive moving average (1995), fast and slow constants 2 and 30. */
import {Lag} from "./lag.js";
import {inPieces, PIECE} from "./pieces.js";
import {hasUndefined} from "./undefined-values.js";
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

/**
 * KAMA of each value, written to `out`, not `values`; NaN at the first n. Settles slowest of all: up to 4 900 values where
 * nothing trends.
 */
export function adaptiveAverage(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  if (!hasUndefined(values)) return overPieces(values, length, out);
  const kernel = new AdaptiveAverage(length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}

/** What the kernel gives where every value is a number. */
function overPieces(values: Float64Array, length: number, out: Float64Array): Float64Array {
  const path = new WindowSum(length);
  const [steps, paths] = [new Float64Array(PIECE), new Float64Array(PIECE)];
  out.fill(Number.NaN, 0, length);
  inPieces(values.length - 1, (from, to) => {
    takeSteps(values.subarray(from, to + 1), steps);
    path.run(steps.subarray(0, to - from), paths);
    adapt(values, paths, {length, from: from + 1, to, out});
  });
  return out;
}

/** Sizes of the changes between neighbours. */
function takeSteps(values: Float64Array, steps: Float64Array): void {
  let previous = values[0] as number;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    steps[i - 1] = Math.abs(value - previous);
    previous = value;
  }
}

/** The average of the values from index `from` to `to`, of which `paths` holds the paths. */
function adapt(
  values: Float64Array,
  paths: Float64Array,
  {length, from, to, out}: {length: number; from: number; to: number; out: Float64Array}
): void {
  const first = Math.max(from, length);
  let average = (first === length ? values[length - 1] : out[first - 1]) as number;
  for (let i = first; i <= to; i++) {
    const value = values[i] as number;
    const change = Math.abs(value - (values[i - length] as number));
    const path = paths[i - from] as number;
    const efficiency = path <= change ? 1 : change / path;
    const root = efficiency * (FASTEST - SLOWEST) + SLOWEST;
    average += (value - average) * root * root;
    out[i] = average;
  }
}
