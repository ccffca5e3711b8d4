// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Overlapping labels are not independent: concurrency, uniqueness and weights (Lopez de Prado 2018, ch. 4; METHODS L6). */
import type {Random} from "../core/random.js";
import {type Column, orNull} from "./column.js";
import {mean} from "./moments.js";
import type {SampleSpans} from "./purged-folds.js";

export interface Uniqueness {
  /** Labels alive at each bar. */
  readonly concurrency: Int32Array;
  /** Mean of 1/concurrency over each label's life. */
  readonly average: Float64Array;
  readonly mean: number | null;
}

/** Each label lives on the bars start..end, both included. @param bars number of bars */
export function sampleUniqueness({start, end}: SampleSpans, bars: number): Uniqueness {
  const concurrency = new Int32Array(bars);
  for (let i = 0; i < start.length; i++)
    for (let t = start[i]!; t <= Math.min(end[i]!, bars - 1); t++) concurrency[t]!++;
  const average = Float64Array.from({length: start.length}, (_, i) =>
    overLife({from: start[i]!, to: end[i]!}, (t) => 1 / concurrency[t]!)
  );
  return {concurrency, average, mean: orNull(mean(average))};
}

function overLife({from, to}: {from: number; to: number}, value: (bar: number) => number): number {
  let total = 0;
  for (let t = from; t <= to; t++) total += value(t);
  return total / (to - from + 1);
}

/** Weights |sum over life of log return / concurrency|, scaled to a mean of 1. @param logReturns by bar */
export function returnAttributionWeights(
  {start, end}: SampleSpans,
  concurrency: Int32Array,
  logReturns: Column
): Float64Array {
  const weights = Float64Array.from({length: start.length}, (_, i) => {
    let total = 0;
    for (let t = start[i]!; t <= end[i]!; t++) total += logReturns[t]! / concurrency[t]!;
    return Math.abs(total);
  });
  const scale = mean(weights);
  return scale > 0 ? weights.map((weight) => weight / scale) : weights;
}

/** Piecewise-linear decay over cumulated uniqueness: the newest weighs 1, the oldest `oldest` (negative = the oldest get 0). */
export function timeDecay(uniqueness: Column, oldest: number): Float64Array {
  const total = Array.from(uniqueness).reduce((sum, value) => sum + value, 0);
  const slope = oldest >= 0 ? (1 - oldest) / total : 1 / ((oldest + 1) * total);
  let cumulated = 0;
  return Float64Array.from(uniqueness, (value) => {
    cumulated += value;
    return Math.max(0, 1 - slope * (total - cumulated));
  });
}

/** Draws samples one by one, each with a chance in proportion to its uniqueness among those drawn already. */
export function sequentialBootstrap({start, end}: SampleSpans, random: Random, draws: number): Int32Array {
  const n = start.length;
  const bars = Math.max(...Array.from(end)) + 1;
  const drawn = new Int32Array(bars);
  const chosen = new Int32Array(draws);
  const chances = new Float64Array(n);
  for (let k = 0; k < draws; k++) {
    let total = 0;
    for (let i = 0; i < n; i++) {
      chances[i] = overLife({from: start[i]!, to: end[i]!}, (t) => 1 / (drawn[t]! + 1));
      total += chances[i]!;
    }
    let left = random.next() * total;
    let pick = 0;
    while (pick < n - 1 && left >= chances[pick]!) left -= chances[pick++]!;
    chosen[k] = pick;
    for (let t = start[pick]!; t <= end[pick]!; t++) drawn[t]!++;
  }
  return chosen;
}
