// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Fama-MacBeth (1973): each factor's price given the others, date by date (METHODS I11). */
import {type Column, finiteValues, orNull} from "./column.js";
import {leastSquares} from "./least-squares.js";
import {independentMeanTest, type MeanTest, meanTest} from "./long-run-variance.js";
import {covarianceMatrix, inverse} from "./matrix.js";
import {mean, standardDeviation} from "./moments.js";
import {crossSection, type Panel} from "./panel.js";

export interface FamaMacBethOptions {
  /** Bars ahead; sets the HAC lag max(h - 1, 5). */
  readonly horizon: number;
  readonly lag?: number;
  /** Fewest symbols of a date; default max(10, k + 2). */
  readonly minimum?: number;
}

export interface FamaMacBeth {
  /** Dates with a regression. */
  readonly dates: number;
  readonly skipped: {readonly tooFew: number; readonly rankDeficient: number};
  /** Intercept first, then the factors in order. */
  readonly prices: readonly FactorPrice[];
  /** Prices by date, rows x (k + 1), NaN = skipped. */
  readonly byDate: Float64Array;
}

export interface FactorPrice {
  readonly mean: number | null;
  /** std / sqrt(T), T - 1 degrees of freedom. */
  readonly independent: MeanTest;
  readonly neweyWest: MeanTest;
}

/** Each date: OLS of the forward return on z-scored factors (ddof 1) with an intercept, rows with a gap left out. */
export function famaMacBeth(factors: readonly Panel[], forward: Panel, options: FamaMacBethOptions): FamaMacBeth {
  const k = factors.length + 1;
  const minimum = options.minimum ?? Math.max(10, factors.length + 2);
  const rows = forward.times.length;
  const byDate = new Float64Array(rows * k).fill(Number.NaN);
  const skipped = {tooFew: 0, rankDeficient: 0};
  let dates = 0;
  for (let row = 0; row < rows; row++) {
    const returns = crossSection(forward, row);
    const sections = factors.map((factor) => crossSection(factor, row));
    const complete = Array.from(returns, (_, j) => j).filter(
      (j) => Number.isFinite(returns[j]!) && sections.every((section) => Number.isFinite(section[j]!))
    );
    if (complete.length < minimum) {
      skipped.tooFew++;
      continue;
    }
    const scores = sections.map((section) => standardised(complete.map((j) => section[j]!)));
    const fit = leastSquares(
      complete.map((j) => returns[j]!),
      scores
    );
    if (fit === null || !fit.coefficients.every(Number.isFinite)) {
      skipped.rankDeficient++;
      continue;
    }
    byDate.set(fit.coefficients, row * k);
    dates++;
  }
  const lag = options.lag ?? Math.max(options.horizon - 1, 5);
  const prices = Array.from({length: k}, (_, a) => {
    const column = finiteValues(Float64Array.from({length: rows}, (_row, row) => byDate[row * k + a]!));
    return {mean: orNull(mean(column)), independent: independentMeanTest(column), neweyWest: meanTest(column, {lag})};
  });
  return {dates, skipped, prices, byDate};
}

function standardised(values: readonly number[]): Float64Array {
  const centre = mean(values);
  const std = standardDeviation(values);
  return Float64Array.from(values, (value) => (value - centre) / std);
}

/**
 * Shanken's (1992) factor 1 + lambda' Sigma_f^-1 lambda on the variance of the prices: only when the regressors are
 * estimated betas. Null when the factors' covariance has no inverse. @param lambda prices without the intercept
 */
export function shankenFactor(lambda: Column, factorReturns: readonly Column[]): number | null {
  const inverted = inverse(covarianceMatrix(factorReturns));
  if (inverted === null) return null;
  const k = factorReturns.length;
  let total = 1;
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++) total += lambda[a]! * inverted.values[a * k + b]! * lambda[b]!;
  return total;
}
