// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * A run's returns in steps of equal length, few enough to keep for every trial ever made. Trials of one timeframe over
 * one range have the same steps, so that their columns line up. The shape of the returns candle by candle is kept beside
 * them: it does not survive the thinning.
 */
import {DAY_MS} from "../../core/time.js";
import type {EquityLine} from "../course/equity-line.js";

export interface CompactReturns {
  /** Epoch milliseconds: start of the first step. */
  readonly from: number;
  readonly stepMs: number;
  /** Return over each step, a fraction; NaN where nothing was marked in it. */
  readonly values: Float64Array;
}

export interface MarkedEquity {
  /** Close times, rising, epoch milliseconds. */
  readonly times: Float64Array;
  readonly line: EquityLine;
}

export interface StepRange {
  /** Open time of the first candle. */
  readonly from: number;
  /** Close time of the last candle. */
  readonly to: number;
  readonly candleMs: number;
}

/** Steps a run is thinned to at most. */
export const MAXIMUM_STEPS = 8192;

/**
 * Length of a step: the fewest candles, as a part of a day or whole days, that give at most MAXIMUM_STEPS steps.
 */
export function stepLength({from, to, candleMs}: StepRange): number {
  const candles = Math.ceil((to - from) / candleMs);
  for (let perStep = 1; ; perStep++) {
    const length = perStep * candleMs;
    const isRound = DAY_MS % length === 0 || length % DAY_MS === 0 || candleMs > DAY_MS;
    if (isRound && Math.ceil(candles / perStep) <= MAXIMUM_STEPS) return length;
    // A timeframe that divides no day has no round step below: take the next multiple.
    if (perStep > candles) return length;
  }
}

/** Returns over the steps of the range: last mark in a step over the last mark before it, less one. */
export function compactReturns({times, line}: MarkedEquity, range: StepRange): CompactReturns {
  const stepMs = stepLength(range);
  const steps = Math.max(1, Math.ceil((range.to - range.from) / stepMs));
  const values = new Float64Array(steps).fill(Number.NaN);
  const marksPerStep = Math.max(1, Math.round(stepMs / range.candleMs));
  let before = line.startCapital;
  let begin = 0;
  for (let step = 0; step < steps && begin < times.length; step++) {
    // A mark at a step's end closes that step; the last step takes what is left.
    const end =
      step === steps - 1
        ? times.length
        : marksUntil(times, {begin, guess: begin + marksPerStep, time: range.from + (step + 1) * stepMs});
    if (end === begin) continue;
    const last = line.at(end - 1);
    values[step] = last / before - 1;
    before = last;
    begin = end;
  }
  return {from: range.from, stepMs, values};
}

interface MarkSearch {
  /** No mark before it is meant. */
  readonly begin: number;
  /** Right where no candle is missing. */
  readonly guess: number;
  readonly time: number;
}

/** How many marks lie at or before the time. */
function marksUntil(times: Float64Array, {begin, guess, time}: MarkSearch): number {
  let end = Math.min(guess, times.length);
  while (end > begin && times[end - 1]! > time) end--;
  while (end < times.length && times[end]! <= time) end++;
  return end;
}

/** True when the columns are on the same steps, so that they may be compared row by row. */
export function isAligned(one: CompactReturns, other: CompactReturns): boolean {
  return one.from === other.from && one.stepMs === other.stepMs && one.values.length === other.values.length;
}

export interface AlignedReturns {
  /** Which steps are left. */
  readonly steps: Int32Array;
  /** One column a trial, one row a step that is left. */
  readonly columns: readonly Float64Array[];
}

/** Aligned columns without the steps in which any of them has no value. */
export function definedSteps(columns: readonly CompactReturns[]): AlignedReturns {
  const length = columns[0]?.values.length ?? 0;
  const kept: number[] = [];
  for (let step = 0; step < length; step++)
    if (columns.every(({values}) => !Number.isNaN(values[step]!))) kept.push(step);
  const steps = Int32Array.from(kept);
  if (kept.length === length) return {steps, columns: columns.map(({values}) => values)};
  return {steps, columns: columns.map(({values}) => Float64Array.from(kept, (step) => values[step]!))};
}
