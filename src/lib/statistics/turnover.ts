// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** How fast a factor's portfolios change, and the cost that eats the return (METHODS I8). */
import {type Column, finiteValues, orNull} from "./column.js";
import {pearson} from "./correlation.js";
import {mean} from "./moments.js";
import {crossSection, type Panel} from "./panel.js";
import type {BucketAssignment} from "./quantile-assignment.js";
import {averageRanks} from "./ranks.js";

/** Share of a bucket's symbols at t that were not in it `lag` rows before; NaN for the first rows and empty buckets. */
export function bucketTurnover(
  assignment: BucketAssignment,
  {width, bucket, lag}: {readonly width: number; readonly bucket: number; readonly lag: number}
): Float64Array {
  const {labels} = assignment;
  const rows = labels.length / width;
  const made = new Float64Array(rows).fill(Number.NaN);
  for (let row = lag; row < rows; row++) {
    let present = 0;
    let fresh = 0;
    let before = 0;
    for (let j = 0; j < width; j++) {
      if (labels[(row - lag) * width + j] === bucket) before++;
      if (labels[row * width + j] !== bucket) continue;
      present++;
      if (labels[(row - lag) * width + j] !== bucket) fresh++;
    }
    if (present > 0 && before > 0) made[row] = fresh / present;
  }
  return made;
}

/** Pearson across symbols of rank_t and rank_{t-lag}, each on its own cross section, pairwise deletion. */
export function rankAutocorrelation(factor: Panel, lag: number): Float64Array {
  const ranks = Array.from(factor.times, (_, row) => averageRanks(crossSection(factor, row)));
  return Float64Array.from(ranks, (now, row) => {
    if (row < lag) return Number.NaN;
    const before = ranks[row - lag]!;
    const kept = Array.from(now, (_, j) => j).filter((j) => !Number.isNaN(now[j]!) && !Number.isNaN(before[j]!));
    return pearson(
      kept.map((j) => now[j]!),
      kept.map((j) => before[j]!)
    );
  });
}

/** 0.5 sum |w_t - w^drift_t| with w^drift = w_{t-1}(1 + r)/(1 + sum w r); an absent weight is 0. First row NaN. */
export function weightTurnover(weights: Panel, oneBarReturns: Panel): Float64Array {
  const made = new Float64Array(weights.times.length).fill(Number.NaN);
  for (let row = 1; row < made.length; row++) {
    const now = crossSection(weights, row);
    const before = crossSection(weights, row - 1);
    const returns = crossSection(oneBarReturns, row - 1);
    let growth = 1;
    for (let j = 0; j < now.length; j++) growth += held(before[j]!) * held(returns[j]!);
    let moved = 0;
    for (let j = 0; j < now.length; j++)
      moved += Math.abs(held(now[j]!) - (held(before[j]!) * (1 + held(returns[j]!))) / growth);
    made[row] = moved / 2;
  }
  return made;
}

function held(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

export interface BreakEven {
  readonly meanTurnover: number | null;
  readonly meanGrossReturn: number | null;
  /** Cost a side at which nothing is left: mean gross return / (2 mean turnover). */
  readonly costPerSide: number | null;
}

export function breakEvenCost(grossReturns: Column, turnover: Column): BreakEven {
  const gross = mean(finiteValues(grossReturns));
  const moved = mean(finiteValues(turnover));
  return {
    meanTurnover: orNull(moved),
    meanGrossReturn: orNull(gross),
    costPerSide: moved > 0 ? orNull(gross / (2 * moved)) : null
  };
}
