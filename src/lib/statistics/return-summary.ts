// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Total and annual return, volatility, shape and growth of a return series (METHODS 8.1). Simple returns per bar. */
import {type Column, finiteValues, orNull} from "./column.js";
import {simpleRegression} from "./least-squares.js";
import {
  isDegenerate,
  mean,
  rawKurtosis,
  sampleExcessKurtosis,
  sampleSkewness,
  skewness,
  standardDeviation
} from "./moments.js";
import {quantileOfSorted, sortedValues} from "./quantile.js";

export interface ReturnSummary {
  readonly n: number;
  readonly dropped: number;
  readonly total: number | null;
  /** Compound annual growth, (1 + total)^(P/n) - 1. */
  readonly annual: number | null;
  readonly meanPerBar: number | null;
  readonly geometricMeanPerBar: number | null;
  readonly volatility: number | null;
  readonly best: number | null;
  readonly worst: number | null;
  readonly skewnessPopulation: number | null;
  readonly kurtosisRaw: number | null;
  readonly skewnessSample: number | null;
  readonly excessKurtosisSample: number | null;
  /** |95 % quantile| / |5 % quantile|. */
  readonly tailRatio: number | null;
  /** R^2 of cumulative log return on time. */
  readonly stability: number | null;
}

/** @param periods bars a year */
export function summarizeReturns(returns: Column, periods: number): ReturnSummary {
  const kept = finiteValues(returns);
  const total = totalReturn(kept);
  const sorted = sortedValues(kept);
  return {
    n: kept.length,
    dropped: returns.length - kept.length,
    total: orNull(total),
    annual: annualReturn(kept, periods),
    meanPerBar: orNull(mean(kept)),
    geometricMeanPerBar: total > -1 ? orNull((1 + total) ** (1 / kept.length) - 1) : null,
    volatility: orNull(standardDeviation(kept) * Math.sqrt(periods)),
    best: orNull(sorted.at(-1) ?? Number.NaN),
    worst: orNull(sorted[0] ?? Number.NaN),
    skewnessPopulation: orNull(skewness(kept)),
    kurtosisRaw: orNull(rawKurtosis(kept)),
    skewnessSample: orNull(sampleSkewness(kept)),
    excessKurtosisSample: orNull(sampleExcessKurtosis(kept)),
    tailRatio: orNull(Math.abs(quantileOfSorted(sorted, 0.95)) / Math.abs(quantileOfSorted(sorted, 0.05))),
    stability: stability(kept)
  };
}

/** prod(1 + r) - 1; NaN for an empty column. */
export function totalReturn(returns: Column): number {
  if (returns.length === 0) return Number.NaN;
  let growth = 1;
  for (let i = 0; i < returns.length; i++) growth *= 1 + returns[i]!;
  return growth - 1;
}

/** (1 + total)^(P/n) - 1; -1 when everything is lost, null when more than everything is. */
export function annualReturn(returns: Column, periods: number): number | null {
  const growth = 1 + totalReturn(returns);
  if (growth === 0) return -1;
  return growth > 0 ? orNull(growth ** (periods / returns.length) - 1) : null;
}

/** R^2 of cumulative log return on time; null after ruin, for fewer than two returns or when nothing moves. */
export function stability(returns: Column): number | null {
  if (returns.length < 2) return null;
  const cumulative = new Float64Array(returns.length);
  let level = 0;
  for (let i = 0; i < returns.length; i++) {
    level += Math.log1p(returns[i]!);
    cumulative[i] = level;
  }
  if (!cumulative.every(Number.isFinite)) return null;
  if (isDegenerate(standardDeviation(cumulative), mean(cumulative))) return null;
  const fit = simpleRegression(
    cumulative,
    cumulative.map((_, i) => i)
  );
  return fit === null ? null : orNull(fit.rSquared);
}
