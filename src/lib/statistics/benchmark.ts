// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A strategy against a benchmark: alpha, beta, capture and active risk (METHODS 8.1). Simple returns per bar. */
import {compoundAnnually, ratePerBar} from "./annualisation.js";
import {type Column, finitePairs, orNull} from "./column.js";
import {pearson} from "./correlation.js";
import {covariance, isDegenerate, mean, meanOverDeviation, standardDeviation, variance} from "./moments.js";
import {risingOrder} from "./ranks.js";
import {annualReturn} from "./return-summary.js";

export interface BenchmarkOptions {
  /** Bars a year. */
  readonly periods: number;
  /** Risk-free rate a year, a fraction. Default 0. */
  readonly riskFree?: number;
}

export interface BenchmarkComparison {
  readonly n: number;
  readonly dropped: number;
  readonly beta: number | null;
  readonly alphaPerBar: number | null;
  /** (1 + a)^P - 1. */
  readonly alphaAnnual: number | null;
  /** a P. */
  readonly alphaAnnualArithmetic: number | null;
  readonly correlation: number | null;
  /** mean(active) / std(active), per bar. */
  readonly informationRatioPerBar: number | null;
  readonly informationRatio: number | null;
  readonly trackingError: number | null;
  /** CAGR over the benchmark's CAGR: all bars, the benchmark's rising bars, its falling bars. */
  readonly capture: number | null;
  readonly upCapture: number | null;
  readonly downCapture: number | null;
  /** Share of bars on which the strategy beats the benchmark: all, rising, falling. */
  readonly battingAverage: number | null;
  readonly battingAverageUp: number | null;
  readonly battingAverageDown: number | null;
  /** Annual excess return / beta. */
  readonly treynor: number | null;
  /** Sharpe * benchmark volatility + risk-free (Modigliani and Modigliani 1997). */
  readonly m2: number | null;
  /** Taleb's heuristic on the sorted benchmark returns: ends against the middle. */
  readonly betaFragility: number | null;
}

export function compareWithBenchmark(
  returns: Column,
  benchmark: Column,
  options: BenchmarkOptions
): BenchmarkComparison {
  const {x: r, y: b, n, dropped} = finitePairs(returns, benchmark);
  const {periods} = options;
  const rate = ratePerBar(options.riskFree ?? 0, periods);
  const flat = isDegenerate(standardDeviation(b), mean(b));
  const beta = flat ? Number.NaN : covariance(r, b) / variance(b);
  const alpha = mean(r) - rate - beta * (mean(b) - rate);
  const active = r.map((value, i) => value - b[i]!);
  const ratio = meanOverDeviation(active);
  const sharpe = meanOverDeviation(r.map((value) => value - rate)) * Math.sqrt(periods);
  return {
    n,
    dropped,
    beta: orNull(beta),
    alphaPerBar: orNull(alpha),
    alphaAnnual: Number.isNaN(alpha) ? null : compoundAnnually(alpha, periods),
    alphaAnnualArithmetic: orNull(alpha * periods),
    correlation: orNull(pearson(r, b)),
    informationRatioPerBar: orNull(ratio),
    informationRatio: orNull(ratio * Math.sqrt(periods)),
    trackingError: orNull(standardDeviation(active) * Math.sqrt(periods)),
    ...captures({r, b, periods}),
    ...battingAverages(r, b),
    treynor: orNull(((mean(r) - rate) * periods) / beta),
    m2: orNull(sharpe * standardDeviation(b) * Math.sqrt(periods) + (options.riskFree ?? 0)),
    betaFragility: betaFragility(r, b)
  };
}

interface Paired {
  readonly r: Float64Array;
  readonly b: Float64Array;
  readonly periods: number;
}

function captures({r, b, periods}: Paired): Pick<BenchmarkComparison, "capture" | "upCapture" | "downCapture"> {
  const over = (counts: (value: number) => boolean) => {
    const own = annualReturn(
      r.filter((_, i) => counts(b[i]!)),
      periods
    );
    const other = annualReturn(
      b.filter((value) => counts(value)),
      periods
    );
    return own === null || other === null ? null : orNull(own / other);
  };
  return {
    capture: over(() => true),
    upCapture: over((value) => value > 0),
    downCapture: over((value) => value < 0)
  };
}

function battingAverages(
  r: Float64Array,
  b: Float64Array
): Pick<BenchmarkComparison, "battingAverage" | "battingAverageUp" | "battingAverageDown"> {
  const share = (counts: (value: number) => boolean) => {
    let n = 0;
    let better = 0;
    for (let i = 0; i < r.length; i++) {
      if (!counts(b[i]!)) continue;
      n++;
      if (r[i]! > b[i]!) better++;
    }
    return orNull(better / n);
  };
  return {
    battingAverage: share(() => true),
    battingAverageUp: share((value) => value > 0),
    battingAverageDown: share((value) => value < 0)
  };
}

function betaFragility(r: Float64Array, b: Float64Array): number | null {
  if (r.length < 3) return null;
  const order = risingOrder(b);
  const start = order[0]!;
  const middle = order[roundHalfEven(order.length / 2)]!;
  const end = order[order.length - 1]!;
  const range = b[end]! - b[start]!;
  const startWeight = range === 0 ? 0.5 : (b[middle]! - b[start]!) / range;
  const endWeight = range === 0 ? 0.5 : (b[end]! - b[middle]!) / range;
  return orNull(startWeight * r[start]! + endWeight * r[end]! - r[middle]!);
}

/** numpy's rounding, so that the middle is the same element as the oracle's. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
