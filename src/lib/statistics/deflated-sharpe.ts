// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The Sharpe ratio after many trials (Bailey and Lopez de Prado 2014; METHODS O3, O6). Ratios are per bar. */
import {type Column, orNull} from "./column.js";
import {pearson} from "./correlation.js";
import {symmetricEigen} from "./eigenvalues.js";
import {type Matrix, matrix} from "./matrix.js";
import {standardDeviation} from "./moments.js";
import {normalQuantile} from "./normal-distribution.js";
import {optimalClusters} from "./optimal-clusters.js";
import {probabilisticSharpe, type SharpeEstimate} from "./probabilistic-sharpe.js";

const EULER_MASCHERONI = 0.5772156649015329;

/** Expected largest of N independent standard normal draws, by the false strategy theorem; 0 for one trial. */
export function expectedMaximum(trials: number): number {
  if (!(trials > 1)) return 0;
  return (
    (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials) +
    EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E))
  );
}

/** What the best of N worthless trials is expected to show. @param spread standard deviation (ddof 1) of the trials' ratios */
export function sharpeThreshold(trials: number, spread: number): number {
  return trials > 1 ? spread * expectedMaximum(trials) : 0;
}

export interface DeflatedSharpe {
  readonly trials: number;
  readonly threshold: number;
  /** P(true ratio > threshold); PSR against 0 for one trial. */
  readonly probability: number | null;
}

export function deflatedSharpe(
  estimate: SharpeEstimate,
  {trials, spread}: {readonly trials: number; readonly spread: number}
): DeflatedSharpe {
  const threshold = sharpeThreshold(trials, spread);
  return {trials, threshold, probability: probabilisticSharpe(estimate, threshold)};
}

export interface TrialCounts {
  readonly raw: number;
  /** Mean off-diagonal correlation; null for one trial. */
  readonly meanCorrelation: number | null;
  /** rho + (1 - rho) N, kept real (trap T14: a public implementation rounds it up). */
  readonly byCorrelation: number | null;
  /** exp of the entropy of the correlation eigenvalues. */
  readonly byEntropy: number | null;
  /** Groups that they fall into (ONC); null beyond 100 trials, where looking for them takes too long. */
  readonly byClusters: number | null;
}

const MOST_CLUSTERED = 100;

/** How many independent trials N correlated ones are worth. @param returns of each trial, the same bars */
export function effectiveTrials(returns: readonly Column[]): TrialCounts {
  const raw = returns.length;
  const correlations = correlationMatrix(returns);
  if (raw < 2) return {raw, meanCorrelation: null, byCorrelation: null, byEntropy: null, byClusters: null};
  let total = 0;
  for (let a = 0; a < raw; a++) for (let b = 0; b < raw; b++) if (a !== b) total += correlations.values[a * raw + b]!;
  const rho = total / (raw * (raw - 1));
  let entropy = 0;
  for (const value of symmetricEigen(correlations).values) {
    const share = value / raw;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return {
    raw,
    meanCorrelation: orNull(rho),
    byCorrelation: orNull(rho + (1 - rho) * raw),
    byEntropy: Number.isNaN(rho) ? null : orNull(Math.exp(entropy)),
    byClusters: raw > MOST_CLUSTERED ? null : (optimalClusters(correlations)?.clusters ?? null)
  };
}

export function correlationMatrix(columns: readonly Column[]): Matrix {
  const k = columns.length;
  const made = matrix(k, k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++) {
      const value = a === b ? 1 : pearson(columns[a]!, columns[b]!);
      made.values[a * k + b] = value;
      made.values[b * k + a] = value;
    }
  return made;
}

/** Standard deviation (ddof 1) of the trials' ratios: the V of the threshold. */
export function trialSpread(ratios: Column): number | null {
  return orNull(standardDeviation(ratios));
}

export interface MinimumBacktest {
  /** (E[max_N] / SR)^2. */
  readonly years: number;
  /** Its simple upper bound, 2 ln N / SR^2. */
  readonly bound: number;
}

/** Years of backtest below which N trials are expected to show the given annual ratio by luck (Bailey et al. 2014). */
export function minimumBacktest(trials: number, annualRatio: number): MinimumBacktest | null {
  if (!(trials > 1) || !(annualRatio > 0)) return null;
  return {years: (expectedMaximum(trials) / annualRatio) ** 2, bound: (2 * Math.log(trials)) / annualRatio ** 2};
}
