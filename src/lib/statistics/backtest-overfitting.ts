// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, Lopez de Prado and
 * Zhu 2017; METHODS O5): is the trial that is best on one half of the time still above the middle on the other half?
 */
import {assert} from "../core/assert.js";
import {type Column, orNull} from "./column.js";
import {combinations} from "./combinations.js";
import {simpleRegression} from "./least-squares.js";
import {isDegenerate, mean} from "./moments.js";

export interface OverfittingSplit {
  /** Blocks in sample. */
  readonly blocks: readonly number[];
  /** Trial with the best ratio in sample; the first one of equals. */
  readonly best: number;
  readonly inSample: number;
  readonly outOfSample: number;
  /** Rank out of sample over N + 1, average ranks. */
  readonly relativeRank: number;
}

export interface BacktestOverfitting {
  readonly splits: readonly OverfittingSplit[];
  readonly trials: number;
  /** Rows used, and rows dropped in front so that the blocks are even. */
  readonly n: number;
  readonly dropped: number;
  /** Splits left out because a trial had no spread on one half. */
  readonly undefinedSplits: number;
  /** Share of splits whose logit of the relative rank is at most 0. */
  readonly probability: number | null;
  readonly meanLogit: number | null;
  readonly probabilityOfLoss: number | null;
  /** Out-of-sample ratio of the best trial regressed on its in-sample ratio. */
  readonly degradation: {readonly slope: number; readonly intercept: number; readonly rSquared: number} | null;
  /** Share of the range in which the chosen trial's ratios are at least as often below as a random trial's: 0 = dominance. */
  readonly dominanceViolations: number | null;
}

/** @param trials returns of each trial on the same bars, in order of time @param blocks S, even */
export function backtestOverfitting(trials: readonly Column[], blocks: number): BacktestOverfitting {
  assert(blocks % 2 === 0 && blocks >= 2, `the number of blocks is even, not ${blocks}`);
  const rows = trials[0]?.length ?? 0;
  const size = Math.floor(rows / blocks);
  const dropped = rows - size * blocks;
  const parts = trials.map((column) => blockMoments(column, {blocks, size, start: dropped}));
  const splits: OverfittingSplit[] = [];
  const outOfAll: number[] = [];
  let undefinedSplits = 0;
  for (const chosen of combinations(blocks, blocks / 2)) {
    const inside = new Uint8Array(blocks);
    for (const block of chosen) inside[block] = 1;
    const ins = parts.map((part) => ratioOver(part, inside, 1));
    const outs = parts.map((part) => ratioOver(part, inside, 0));
    if ([...ins, ...outs].some(Number.isNaN)) {
      undefinedSplits++;
      continue;
    }
    const best = ins.indexOf(Math.max(...ins));
    splits.push({
      blocks: chosen,
      best,
      inSample: ins[best]!,
      outOfSample: outs[best]!,
      relativeRank: averageRankOf(outs, best) / (trials.length + 1)
    });
    for (const value of outs) outOfAll.push(value);
  }
  return {splits, trials: trials.length, n: size * blocks, dropped, undefinedSplits, ...summary(splits, outOfAll)};
}

type Summary = Pick<
  BacktestOverfitting,
  "probability" | "meanLogit" | "probabilityOfLoss" | "degradation" | "dominanceViolations"
>;

function summary(splits: readonly OverfittingSplit[], outOfAll: readonly number[]): Summary {
  const logits = splits.map(({relativeRank}) => Math.log(relativeRank / (1 - relativeRank)));
  const outs = splits.map((split) => split.outOfSample);
  const share = (counts: (i: number) => boolean) => orNull(splits.filter((_, i) => counts(i)).length / splits.length);
  return {
    probability: share((i) => logits[i]! <= 0),
    meanLogit: orNull(mean(logits)),
    probabilityOfLoss: share((i) => outs[i]! < 0),
    degradation: simpleRegression(
      outs,
      splits.map((split) => split.inSample)
    ),
    dominanceViolations: dominanceViolations(outs, outOfAll)
  };
}

/** Share of 100 levels at which the chosen are below more often than all are (first-order dominance). */
function dominanceViolations(chosen: readonly number[], all: readonly number[]): number | null {
  if (chosen.length === 0) return null;
  const own = Float64Array.from(chosen).sort();
  const other = Float64Array.from(all).sort();
  const low = other[0]!;
  const high = other[other.length - 1]!;
  let violations = 0;
  for (let k = 0; k < 100; k++) {
    const level = low + ((high - low) * (k + 0.5)) / 100;
    if (shareAtMost(own, level) > shareAtMost(other, level)) violations++;
  }
  return violations / 100;
}

function shareAtMost(sorted: Float64Array, level: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= level) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

/** Sums and sums of squares by block, of values centred on the column's mean so that nothing cancels. */
interface BlockMoments {
  readonly size: number;
  readonly centre: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function blockMoments(
  column: Column,
  {blocks, size, start}: {blocks: number; size: number; start: number}
): BlockMoments {
  const centre = mean(column);
  const sums = new Float64Array(blocks);
  const squares = new Float64Array(blocks);
  for (let b = 0; b < blocks; b++)
    for (let i = start + b * size; i < start + (b + 1) * size; i++) {
      const value = column[i]! - centre;
      sums[b]! += value;
      squares[b]! += value * value;
    }
  return {size, centre, sums, squares};
}

/** Sharpe ratio (ddof 1) over the blocks whose flag is `wanted`. */
function ratioOver({size, centre, sums, squares}: BlockMoments, inside: Uint8Array, wanted: number): number {
  let n = 0;
  let total = 0;
  let square = 0;
  for (let b = 0; b < sums.length; b++) {
    if (inside[b] !== wanted) continue;
    n += size;
    total += sums[b]!;
    square += squares[b]!;
  }
  const average = centre + total / n;
  const std = Math.sqrt(Math.max(0, square - (total * total) / n) / (n - 1));
  return isDegenerate(std, average) ? Number.NaN : average / std;
}

function averageRankOf(values: readonly number[], index: number): number {
  let below = 0;
  let equal = 0;
  for (const value of values) {
    if (value < values[index]!) below++;
    else if (value === values[index]) equal++;
  }
  return below + (equal + 1) / 2;
}
