// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Sharpe ratio with its standard errors and with the annualisation that autocorrelation allows (METHODS 8.1). */
import {ratePerBar} from "./annualisation.js";
import {autocorrelations} from "./autocorrelation.js";
import {type Column, finiteValues, mapColumn, orNull} from "./column.js";
import {pearson} from "./correlation.js";
import {longRunVariance, neweyWestLag} from "./long-run-variance.js";
import {mean, meanOverDeviation, rawKurtosis, skewness, standardDeviation} from "./moments.js";

export interface SharpeOptions {
  /** Bars a year, see annualisation.ts. */
  readonly periods: number;
  /** Risk-free rate a year, a fraction. Default 0. */
  readonly riskFree?: number;
  /** Lag of the HAC standard error. Default Newey-West's rule. */
  readonly lag?: number;
}

export interface Sharpe {
  readonly n: number;
  readonly dropped: number;
  /** Per bar, not annualised; null when returns do not vary (METHODS C7, trap T9). */
  readonly perBar: number | null;
  /** perBar * sqrt(P): right only without autocorrelation. */
  readonly annual: number | null;
  /** perBar * Lo's factor eta(P); null when eta is undefined. */
  readonly annualLoAdjusted: number | null;
  /** eta(P) = P / sqrt(P + 2 sum_{k<P} (P - k) rho_k) (Lo 2002). */
  readonly loFactor: number | null;
  /** Standard errors of perBar. */
  readonly standardErrorIid: number | null;
  readonly standardErrorMertens: number | null;
  readonly standardErrorHac: number | null;
}

export function sharpeRatio(returns: Column, options: SharpeOptions): Sharpe {
  const kept = finiteValues(returns);
  const rate = ratePerBar(options.riskFree ?? 0, options.periods);
  const excess = rate === 0 ? kept : kept.map((value) => value - rate);
  const perBar = meanOverDeviation(excess);
  const factor = loFactor(excess, Math.round(options.periods));
  return {
    n: kept.length,
    dropped: returns.length - kept.length,
    perBar: orNull(perBar),
    annual: orNull(perBar * Math.sqrt(options.periods)),
    annualLoAdjusted: factor === null ? null : orNull(perBar * factor),
    loFactor: Number.isNaN(perBar) ? null : factor,
    ...sharpeErrors(excess, options.lag ?? neweyWestLag(kept.length))
  };
}

/** Three standard errors of the Sharpe ratio per bar: iid normal (Lo 2002), Mertens (2002), HAC by the delta method. */
export function sharpeErrors(
  returns: Column,
  lag: number
): Pick<Sharpe, "standardErrorIid" | "standardErrorMertens" | "standardErrorHac"> {
  const n = returns.length;
  const ratio = meanOverDeviation(returns);
  const mertens = sharpeVarianceFactor(ratio, {skew: skewness(returns), kurtosis: rawKurtosis(returns)});
  return {
    standardErrorIid: orNull(Math.sqrt((1 + ratio ** 2 / 2) / n)),
    standardErrorMertens: orNull(Math.sqrt(mertens / (n - 1))),
    standardErrorHac: orNull(Math.sqrt(longRunVariance(sharpeInfluence(returns), {lag}) / n))
  };
}

/** 1 - g3 SR + (g4 - 1)/4 SR^2 with population skew g3 and RAW kurtosis g4 (Mertens 2002). */
export function sharpeVarianceFactor(
  ratio: number,
  {skew, kurtosis}: {readonly skew: number; readonly kurtosis: number}
): number {
  return 1 - skew * ratio + ((kurtosis - 1) / 4) * ratio ** 2;
}

/** Influence of each return on the Sharpe ratio: z - SR (z^2 - 1) / 2. */
export function sharpeInfluence(returns: Column): Float64Array {
  const centre = mean(returns);
  const std = standardDeviation(returns, 0);
  const ratio = centre / std;
  return mapColumn(returns, (value) => {
    const z = (value - centre) / std;
    return z - (ratio * (z * z - 1)) / 2;
  });
}

/** Lo's (2002) factor to aggregate q periods; null when the autocorrelations make it undefined or n < 2 q. */
export function loFactor(returns: Column, q: number): number | null {
  // Lags beyond half of the sample are estimated from too little to scale a published figure by.
  if (q < 1 || returns.length < 2 * q) return null;
  const rho = autocorrelations(returns, q - 1);
  let total = 0;
  for (let k = 1; k < rho.length; k++) total += (q - k) * rho[k]!;
  const radicand = q + 2 * total;
  return radicand > 0 ? q / Math.sqrt(radicand) : null;
}

/** The "smart" ratios of quantstats divide by this: sqrt(1 + 2 sum_{x<n} (n - x)/n |rho_1|^x). NaN without spread. */
export function autocorrelationPenalty(returns: Column): number {
  const n = returns.length;
  const values = Float64Array.from(returns);
  const rho = Math.abs(pearson(values.subarray(0, n - 1), values.subarray(1)));
  let total = 0;
  for (let x = 1; x < n; x++) total += ((n - x) / n) * rho ** x;
  return Math.sqrt(1 + 2 * total);
}
