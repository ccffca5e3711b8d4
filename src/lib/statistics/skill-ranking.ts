// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Leader boards that know how little they know (METHODS T-10): shrinkage, rank intervals, posterior comparison. */
import type {ResampleIndices} from "./bootstrap.js";
import {type Column, orNull, pick} from "./column.js";
import {mean, meanOverDeviation, variance} from "./moments.js";
import {quantileOfSorted} from "./quantile.js";

export interface ShrunkSkill {
  readonly value: number;
  /** Weight of the agent's own record, 0 = all pooled. */
  readonly weight: number;
}

/** Normal-normal shrinkage towards the mean skill (Efron and Morris 1975); the spread of true skill is by moments. */
export function shrinkSkills(skills: Column, errors: Column): readonly ShrunkSkill[] {
  const centre = mean(skills);
  const between = Math.max(0, variance(skills) - mean(Array.from(errors, (error) => error * error)));
  return Array.from(skills, (value, i) => {
    const noise = errors[i]! ** 2;
    const weight = between + noise > 0 ? between / (between + noise) : 0;
    return {value: centre + weight * (value - centre), weight};
  });
}

export interface RankInterval {
  readonly entry: number;
  /** Rank of the mean score, 1 = largest. */
  readonly rank: number;
  /** 5 % and 95 % quantiles of the rank over resamples. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of resamples in each rank, first to last. */
  readonly shares: Float64Array;
}

/** Rank of each entry's mean score under one set of resamples for all: entries share their dates. Ties: lower entry first. */
export function rankIntervals(scores: readonly Column[], sets: ResampleIndices): readonly RankInterval[] {
  const k = scores.length;
  const draws = scores.map(() => new Float64Array(sets.resamples));
  const shares = scores.map(() => new Float64Array(k));
  for (let b = 0; b < sets.resamples; b++) {
    const row = sets.indices.subarray(b * sets.n, (b + 1) * sets.n);
    const order = ranking(scores.map((column) => mean(pick(column, row))));
    order.forEach((entry, place) => {
      draws[entry]![b] = place + 1;
      shares[entry]![place]! += 1 / sets.resamples;
    });
  }
  const observed = ranking(scores.map((column) => mean(column)));
  return scores.map((_, entry) => {
    const sorted = draws[entry]!.slice().sort();
    return {
      entry,
      rank: observed.indexOf(entry) + 1,
      low: orNull(quantileOfSorted(sorted, 0.05)),
      high: orNull(quantileOfSorted(sorted, 0.95)),
      shares: shares[entry]!
    };
  });
}

function ranking(values: readonly number[]): number[] {
  return values.map((_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
}

/** Share of resamples in which the first Sharpe ratio is larger: P(SR1 > SR2) under a block-bootstrap posterior. */
export function probabilityOfLargerSharpe(first: Column, second: Column, sets: ResampleIndices): number | null {
  let larger = 0;
  let defined = 0;
  for (let b = 0; b < sets.resamples; b++) {
    const row = sets.indices.subarray(b * sets.n, (b + 1) * sets.n);
    const difference = meanOverDeviation(pick(first, row)) - meanOverDeviation(pick(second, row));
    if (Number.isNaN(difference)) continue;
    defined++;
    if (difference > 0) larger++;
  }
  return orNull(larger / defined);
}
