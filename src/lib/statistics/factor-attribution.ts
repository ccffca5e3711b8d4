// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** What a return or a prediction is made of, linearly (METHODS 8.4, 8.6): factor contributions, linear SHAP, risk shares. */
import {type Column, orNull} from "./column.js";
import {leastSquares} from "./least-squares.js";
import {columnOf, type Matrix, timesVector} from "./matrix.js";
import {mean} from "./moments.js";

export interface FactorAttribution {
  readonly n: number;
  readonly alpha: number;
  readonly exposures: Float64Array;
  readonly rSquared: number;
  /** b_k f_k by date, one column a factor. */
  readonly contributions: readonly Float64Array[];
  /** What the factors do not explain, by date. */
  readonly unexplained: Float64Array;
}

/** r = a + sum b_k f_k + e; a + contributions + unexplained = r at each date. Null when it cannot be fitted. */
export function attributeReturns(returns: Column, factors: readonly Column[]): FactorAttribution | null {
  const fit = leastSquares(returns, factors);
  if (fit === null) return null;
  const exposures = fit.coefficients.subarray(1);
  return {
    n: fit.n,
    alpha: fit.coefficients[0]!,
    exposures,
    rSquared: fit.rSquared,
    contributions: factors.map((factor, k) => Float64Array.from(factor, (value) => exposures[k]! * value)),
    unexplained: fit.residuals
  };
}

/** Exposure at t-1 times factor return at t, by factor; the first date is NaN. */
export function holdingsAttribution(
  exposures: readonly Column[],
  factorReturns: readonly Column[]
): readonly Float64Array[] {
  return exposures.map((exposure, k) =>
    Float64Array.from(factorReturns[k]!, (value, t) => (t === 0 ? Number.NaN : exposure[t - 1]! * value))
  );
}

export interface LinearShap {
  readonly coefficients: Float64Array;
  /** Mean prediction. */
  readonly base: number;
  /** phi_kj = b_k (x_k - mean x_k), n x factors: base + sum of a row = its prediction. */
  readonly contributions: Matrix;
  readonly predictions: Float64Array;
}

/** SHAP values of a linear model (Lundberg and Lee 2017 for independent inputs); null when it cannot be fitted. */
export function linearShap(y: Column, columns: readonly Column[]): LinearShap | null {
  const fit = leastSquares(y, columns);
  if (fit === null) return null;
  const k = columns.length;
  const means = columns.map((column) => mean(column));
  const values = new Float64Array(fit.n * k);
  for (let i = 0; i < fit.n; i++)
    for (let j = 0; j < k; j++) values[i * k + j] = fit.coefficients[j + 1]! * (columns[j]![i]! - means[j]!);
  return {
    coefficients: fit.coefficients,
    base: mean(fit.fitted),
    contributions: {rows: fit.n, columns: k, values},
    predictions: fit.fitted
  };
}

export interface RiskContributions {
  readonly volatility: number | null;
  /** w_i (Sigma w)_i / sigma_p: they sum to the volatility. */
  readonly contributions: Float64Array;
}

/** @param covariance of returns, the same order as the weights */
export function riskContributions(weights: Column, covariance: Matrix): RiskContributions {
  const marginal = timesVector(covariance, weights);
  const variance = marginal.reduce((total, value, i) => total + value * weights[i]!, 0);
  const volatility = Math.sqrt(variance);
  return {
    volatility: orNull(volatility),
    contributions: marginal.map((value, i) => (weights[i]! * value) / volatility)
  };
}

/** Variance inflation factor of each column, 1 / (1 - R^2 on the others); null where the others explain all (I14). */
export function varianceInflation(columns: Matrix): readonly (number | null)[] {
  const all = Array.from({length: columns.columns}, (_, j) => columnOf(columns, j));
  return all.map((column, j) => {
    const fit = leastSquares(
      column,
      all.filter((_, other) => other !== j)
    );
    return fit === null ? null : orNull(1 / (1 - fit.rSquared));
  });
}
