// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The model confidence set (Hansen, Lunde and Nason 2011; METHODS T-7): which models cannot be told from the best one. */
import type {ResampleIndices} from "./bootstrap.js";
import type {Column} from "./column.js";
import {mean} from "./moments.js";
import {resampledMeans} from "./predictive-ability.js";

export interface ConfidenceSetMember {
  readonly model: number;
  /** Monotone along the elimination; the last model has 1. */
  readonly p: number;
}

export interface ModelConfidenceSet {
  readonly n: number;
  /** In order of elimination, the worst first. */
  readonly eliminated: readonly ConfidenceSetMember[];
  /** Models with p above alpha, in rising order. */
  readonly included: readonly number[];
}

/** T_max with sequential elimination. @param losses of each model, the same length @param alpha e.g. 0.1 */
export function modelConfidenceSet(
  losses: readonly Column[],
  {sets, alpha = 0.1}: {readonly sets: ResampleIndices; readonly alpha?: number}
): ModelConfidenceSet {
  const means = losses.map((column) => mean(column));
  const errors = resampledMeans(losses, sets).map((draws, k) => draws.map((value) => value - means[k]!));
  let left = losses.map((_, k) => k);
  const eliminated: ConfidenceSetMember[] = [];
  let reached = 0;
  while (left.length > 1) {
    const {worst, p} = testEquality(left, means, errors);
    reached = Math.max(reached, p);
    eliminated.push({model: worst, p: reached});
    left = left.filter((k) => k !== worst);
  }
  for (const model of left) eliminated.push({model, p: 1});
  return {
    n: losses[0]?.length ?? 0,
    eliminated,
    included: eliminated
      .filter((member) => member.p > alpha)
      .map((member) => member.model)
      .sort((a, b) => a - b)
  };
}

/** The model farthest above the set's mean loss, and the p-value of that distance under equality. */
function testEquality(
  left: readonly number[],
  means: readonly number[],
  errors: readonly Float64Array[]
): {worst: number; p: number} {
  const resamples = errors[0]?.length ?? 0;
  const centre = mean(left.map((k) => means[k]!));
  const centres = Float64Array.from({length: resamples}, (_, b) => mean(left.map((k) => errors[k]![b]!)));
  const scales = left.map((k) => Math.sqrt(mean(errors[k]!.map((value, b) => (value - centres[b]!) ** 2))));
  const statistics = left.map((k, i) => (means[k]! - centre) / scales[i]!);
  const largest = Math.max(...statistics);
  let above = 0;
  for (let b = 0; b < resamples; b++) {
    let most = Number.NEGATIVE_INFINITY;
    left.forEach((k, i) => {
      most = Math.max(most, (errors[k]![b]! - centres[b]!) / scales[i]!);
    });
    if (most > largest) above++;
  }
  return {worst: left[statistics.indexOf(largest)]!, p: above / resamples};
}
