// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Bootstraps that keep serial dependence (METHODS C9). Indices are made first and used by any statistic, so that
 * several statistics can share one set of resamples, and a stored set gives stored results.
 */
import {type Random, seededRandom} from "../core/random.js";
import {type Column, orNull} from "./column.js";
import {mean, standardDeviation} from "./moments.js";
import {quantileOfSorted, sortedValues} from "./quantile.js";

export type BootstrapScheme = "stationary" | "circular" | "moving" | "iid";

export interface BootstrapPlan {
  /** Length of one resample. */
  readonly n: number;
  readonly resamples: number;
  readonly seed: number;
  readonly scheme?: BootstrapScheme;
  /** Mean block length (stationary) or block length (circular, moving). */
  readonly block?: number;
}

/** Rows of indices, one row a resample. */
export interface ResampleIndices {
  readonly n: number;
  readonly resamples: number;
  readonly indices: Int32Array;
}

/** Politis-Romano (1994) stationary, Politis-Romano (1992) circular, Kunsch (1989) moving blocks, or independent draws. */
export function resampleIndices(plan: BootstrapPlan): ResampleIndices {
  const {n, resamples} = plan;
  const indices = new Int32Array(n * resamples);
  forEachResample(plan, (row, r) => indices.set(row, r * n));
  return {n, resamples, indices};
}

/** The same rows one after the other, in a buffer that is used again: thousands of them need not lie in memory at once. */
export function forEachResample(plan: BootstrapPlan, visit: (row: Int32Array, resample: number) => void): void {
  const {n, resamples, scheme = "stationary", block = 1} = plan;
  const random = seededRandom(plan.seed);
  const draws = scheme === "stationary" ? drawnBits(random) : null;
  const row = new Int32Array(n);
  for (let r = 0; r < resamples; r++) {
    if (draws !== null) fillStationary(row, draws, block);
    else fillBlocks(row, random, {block: scheme === "iid" ? 1 : block, wrap: scheme !== "moving"});
    visit(row, r);
  }
}

/** Numbers of a generator, drawn ahead in batches; they belong to one plan, so that none is drawn in vain for others. */
interface DrawnBits {
  readonly random: Random;
  readonly bits: Uint32Array;
  at: number;
}

function drawnBits(random: Random): DrawnBits {
  return {random, bits: new Uint32Array(4096), at: 4096};
}

const WHOLE_RANGE = 2 ** 32;

function fillStationary(row: Int32Array, draws: DrawnBits, block: number): void {
  const {random, bits} = draws;
  const n = row.length;
  const restart = WHOLE_RANGE / Math.max(block, 1);
  let at = draws.at;
  let place = -1;
  for (let i = 0; i < n; i++) {
    // A value draws once or twice: whether a block ends, and where the next begins.
    if (at + 2 > bits.length) at = drawAgain(random, bits, at);
    if (place === -1 || bits[at++]! < restart) place = Math.floor((bits[at++]! / WHOLE_RANGE) * n);
    else if (++place === n) place = 0;
    row[i] = place;
  }
  // The last value of a row used to decide about its successor too; stored seeds give stored results.
  if (at + 2 > bits.length) at = drawAgain(random, bits, at);
  if (bits[at++]! < restart) at++;
  draws.at = at;
}

/** Moves what is left to the front and draws the rest anew. @returns where to read on */
function drawAgain(random: Random, bits: Uint32Array, at: number): number {
  const left = bits.length - at;
  bits.copyWithin(0, at);
  random.fill(bits.subarray(left));
  return 0;
}

function fillBlocks(row: Int32Array, random: Random, {block, wrap}: {block: number; wrap: boolean}): void {
  const n = row.length;
  const size = Math.max(1, Math.min(n, Math.round(block)));
  for (let i = 0; i < n; ) {
    const start = random.below(wrap ? n : n - size + 1);
    for (let k = 0; k < size && i < n; k++, i++) row[i] = (start + k) % n;
  }
}

/** The statistic on each resample. `statistic` gets a buffer that is used again: do not keep it. */
export function bootstrapStatistics(
  values: Column,
  sets: ResampleIndices,
  statistic: (sample: Float64Array) => number
): Float64Array {
  const sample = new Float64Array(sets.n);
  const made = new Float64Array(sets.resamples);
  for (let r = 0; r < sets.resamples; r++) {
    for (let i = 0; i < sets.n; i++) sample[i] = values[sets.indices[r * sets.n + i]!]!;
    made[r] = statistic(sample);
  }
  return made;
}

export interface BootstrapInterval {
  readonly resamples: number;
  /** Resamples whose statistic was undefined. */
  readonly undefinedResamples: number;
  readonly estimate: number | null;
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
}

/** Percentile interval of a statistic. @param level e.g. 0.95 */
export function percentileInterval(
  draws: Float64Array,
  {estimate, level = 0.95}: {estimate: number; level?: number}
): BootstrapInterval {
  const sorted = sortedValues(draws);
  return {
    resamples: draws.length,
    undefinedResamples: draws.length - sorted.length,
    estimate: orNull(estimate),
    standardError: orNull(standardDeviation(sorted)),
    low: orNull(quantileOfSorted(sorted, (1 - level) / 2)),
    high: orNull(quantileOfSorted(sorted, (1 + level) / 2)),
    level
  };
}

/** Bootstrap interval of one statistic over a column without gaps. */
export function bootstrapInterval(
  values: Column,
  plan: Omit<BootstrapPlan, "n"> & {readonly level?: number},
  statistic: (sample: Column) => number = mean
): BootstrapInterval {
  const n = values.length;
  const sample = new Float64Array(n);
  const draws = new Float64Array(plan.resamples);
  forEachResample({...plan, n}, (row, r) => {
    for (let i = 0; i < n; i++) sample[i] = values[row[i]!]!;
    draws[r] = statistic(sample);
  });
  return percentileInterval(draws, {estimate: statistic(values), level: plan.level ?? 0.95});
}

/** A bootstrap p-value and the error that its own randomness gives it: sqrt(p (1 - p) / B) (METHODS C9). */
export interface SimulatedP {
  readonly p: number | null;
  readonly monteCarloError: number | null;
  readonly resamples: number;
}

/** Share of draws above the statistic (ties not counted, as in Hansen 2005). */
export function shareAbove(draws: Column, statistic: number): SimulatedP {
  let above = 0;
  for (let i = 0; i < draws.length; i++) if (draws[i]! > statistic) above++;
  const p = draws.length === 0 ? Number.NaN : above / draws.length;
  return {p: orNull(p), monteCarloError: orNull(Math.sqrt((p * (1 - p)) / draws.length)), resamples: draws.length};
}
