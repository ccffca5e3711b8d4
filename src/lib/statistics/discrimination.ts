// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** How well forecasts tell ups from downs: ROC area, average precision, DeLong's test (METHODS S8). */
import {type Column, orNull} from "./column.js";
import {covariance, mean, variance} from "./moments.js";
import {normalTwoSided} from "./normal-distribution.js";
import {averageRanks, risingOrder} from "./ranks.js";

/** P(score of a random 1 > score of a random 0), ties one half (Mann-Whitney); null when one class is absent. */
export function rocArea(scores: Column, outcomes: Column): number | null {
  const ranks = averageRanks(scores);
  let ones = 0;
  let rankSum = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (outcomes[i] !== 1) continue;
    ones++;
    rankSum += ranks[i]!;
  }
  const zeros = ranks.length - ones;
  return ones === 0 || zeros === 0 ? null : (rankSum - (ones * (ones + 1)) / 2) / (ones * zeros);
}

/** sum (R_k - R_{k-1}) P_k over the distinct thresholds from the top; null when no outcome is 1. */
export function averagePrecision(scores: Column, outcomes: Column): number | null {
  const order = risingOrder(scores).reverse();
  let positives = 0;
  for (let i = 0; i < outcomes.length; i++) positives += outcomes[i]!;
  if (positives === 0) return null;
  let hits = 0;
  let counted = 0;
  let total = 0;
  for (let place = 0; place < order.length; place++) {
    hits += outcomes[order[place]!]!;
    const last = place + 1 === order.length || scores[order[place + 1]!]! !== scores[order[place]!]!;
    if (!last) continue;
    total += ((hits - counted) / positives) * (hits / (place + 1));
    counted = hits;
  }
  return total;
}

export interface AreaComparison {
  readonly n: number;
  readonly areas: readonly [number | null, number | null];
  readonly difference: number | null;
  readonly z: number | null;
  readonly p: number | null;
}

/** DeLong, DeLong and Clarke-Pearson (1988): two scores of the same cases. */
export function deLongTest(first: Column, second: Column, outcomes: Column): AreaComparison {
  const a = placements(first, outcomes);
  const b = placements(second, outcomes);
  const difference = a.area - b.area;
  const spread =
    (variance(a.ones) + variance(b.ones) - 2 * covariance(a.ones, b.ones)) / a.ones.length +
    (variance(a.zeros) + variance(b.zeros) - 2 * covariance(a.zeros, b.zeros)) / a.zeros.length;
  const z = spread > 0 ? difference / Math.sqrt(spread) : Number.NaN;
  return {
    n: outcomes.length,
    areas: [orNull(a.area), orNull(b.area)],
    difference: orNull(difference),
    z: orNull(z),
    p: orNull(normalTwoSided(z))
  };
}

/** Share of the other class beaten by each case, by midranks (Sun and Xu 2014). */
function placements(scores: Column, outcomes: Column): {area: number; ones: Float64Array; zeros: Float64Array} {
  const all = averageRanks(scores);
  const select = (wanted: number) => Array.from(all, (_, i) => i).filter((i) => outcomes[i] === wanted);
  const [ones, zeros] = [select(1), select(0)];
  const ranksIn = (group: readonly number[]) => averageRanks(group.map((i) => scores[i]!));
  const oneRanks = ranksIn(ones);
  const zeroRanks = ranksIn(zeros);
  const v = Float64Array.from(ones, (i, k) => (all[i]! - oneRanks[k]!) / zeros.length);
  const w = Float64Array.from(zeros, (i, k) => 1 - (all[i]! - zeroRanks[k]!) / ones.length);
  return {area: mean(v), ones: v, zeros: w};
}
