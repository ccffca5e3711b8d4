// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Is the best of many models really better than a benchmark? White's (2000) reality check and Hansen's (2005) SPA test
 * (METHODS T-7). The statistic is studentised as in the paper; the unstudentised variant is named (trap T8).
 */
import {type ResampleIndices, type SimulatedP, shareAbove} from "./bootstrap.js";
import {type Column, orNull} from "./column.js";
import {mean} from "./moments.js";
import {quantileOfSorted, sortedValues} from "./quantile.js";

export interface PredictiveAbilityOptions {
  readonly sets: ResampleIndices;
  /** Mean block length of the stationary bootstrap that made the sets: the kernel of omega needs it. */
  readonly block: number;
  /** Default true. */
  readonly studentised?: boolean;
}

export interface PredictiveAbility {
  readonly n: number;
  readonly models: number;
  /** Mean loss of the benchmark less that of each model: positive is better. */
  readonly meanDifferences: Float64Array;
  /** Long-run variance of each difference under the stationary bootstrap's kernel. */
  readonly omegaSquared: Float64Array;
  readonly statistic: number | null;
  readonly lower: SimulatedP;
  readonly consistent: SimulatedP;
  readonly upper: SimulatedP;
  /** Models above the 5 % critical value of the consistent null, in order. */
  readonly better: readonly number[];
}

/** @param benchmark losses @param models losses of each model, the same length */
export function superiorPredictiveAbility(
  benchmark: Column,
  models: readonly Column[],
  options: PredictiveAbilityOptions
): PredictiveAbility {
  const differences = models.map((losses) => Float64Array.from(benchmark, (loss, i) => loss - losses[i]!));
  const n = benchmark.length;
  const means = Float64Array.from(differences, mean);
  const omega = Float64Array.from(differences, (d) => kernelVariance(d, options.block));
  const scales = omega.map((value) => (options.studentised === false ? 1 : Math.sqrt(value)));
  const root = Math.sqrt(n);
  const resampled = resampledMeans(differences, options.sets);
  const best = (values: (k: number) => number) => {
    let largest = options.studentised === false ? Number.NEGATIVE_INFINITY : 0;
    for (let k = 0; k < models.length; k++) {
      const value = (root * values(k)) / scales[k]!;
      if (value > largest) largest = value;
    }
    return largest;
  };
  const statistic = best((k) => means[k]!);
  const draws = (centre: (k: number) => number) =>
    Float64Array.from({length: options.sets.resamples}, (_, b) => best((k) => resampled[k]![b]! - centre(k)));
  const limit = (k: number) => -Math.sqrt((omega[k]! / n) * 2 * Math.log(Math.log(n)));
  const consistent = draws((k) => (means[k]! >= limit(k) ? means[k]! : 0));
  const critical = quantileOfSorted(sortedValues(consistent), 0.95);
  return {
    n,
    models: models.length,
    meanDifferences: means,
    omegaSquared: omega,
    statistic: orNull(statistic),
    lower: shareAbove(
      draws((k) => Math.max(means[k]!, 0)),
      statistic
    ),
    consistent: shareAbove(consistent, statistic),
    upper: shareAbove(
      draws((k) => means[k]!),
      statistic
    ),
    better: models.flatMap((_, k) => ((root * means[k]!) / scales[k]! > critical ? [k] : []))
  };
}

/** White's reality check: unstudentised, recentred by every model's mean. */
export function realityCheck(
  benchmark: Column,
  models: readonly Column[],
  options: Omit<PredictiveAbilityOptions, "studentised">
): SimulatedP {
  return superiorPredictiveAbility(benchmark, models, {...options, studentised: false}).upper;
}

/** gamma_0 + 2 sum kappa_i gamma_i, kappa_i = (1 - i/n)(1-p)^i + (i/n)(1-p)^{n-i}, p = 1/block. */
function kernelVariance(d: Float64Array, block: number): number {
  const n = d.length;
  const centre = mean(d);
  const stay = 1 - 1 / block;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let product = 0;
    for (let t = i; t < n; t++) product += (d[t]! - centre) * (d[t - i]! - centre);
    const weight = i === 0 ? 1 : 2 * ((1 - i / n) * stay ** i + (i / n) * stay ** (n - i));
    total += (weight * product) / n;
  }
  return total;
}

/** Mean of each column over each resample. */
export function resampledMeans(columns: readonly Column[], sets: ResampleIndices): readonly Float64Array[] {
  return columns.map((column) =>
    Float64Array.from({length: sets.resamples}, (_, b) => {
      let total = 0;
      for (let i = 0; i < sets.n; i++) total += column[sets.indices[b * sets.n + i]!]!;
      return total / sets.n;
    })
  );
}

/**
 * StepM (Romano and Wolf 2005): models that beat the benchmark are taken out and the rest tested again, until none is left
 * or none beats it. @returns superior models, in rising order
 */
export function stepwiseSuperior(
  benchmark: Column,
  models: readonly Column[],
  options: PredictiveAbilityOptions
): readonly number[] {
  const found = new Set<number>();
  for (;;) {
    const left = models.map((_, k) => k).filter((k) => !found.has(k));
    if (left.length === 0) break;
    const {better} = superiorPredictiveAbility(
      benchmark,
      left.map((k) => models[k]!),
      options
    );
    if (better.length === 0) break;
    for (const k of better) found.add(left[k]!);
  }
  return [...found].sort((a, b) => a - b);
}
