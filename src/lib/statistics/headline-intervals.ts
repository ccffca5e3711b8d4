/** Every headline ratio with its uncertainty, and whether "significant" may be said (METHODS 8.2). */
import {type BootstrapInterval, bootstrapStatistics, percentileInterval, resampleIndices} from "./bootstrap.js";
import {type Column, finiteValues} from "./column.js";
import {sortinoRatio} from "./downside.js";
import {summarizeDrawdowns} from "./drawdown.js";
import {meanOverDeviation} from "./moments.js";
import {meanBlock} from "./optimal-block-length.js";
import {annualReturn} from "./return-summary.js";

export interface HeadlineIntervals {
  readonly n: number;
  /** Mean block of the stationary bootstrap. */
  readonly block: number;
  readonly seed: number;
  readonly sharpe: BootstrapInterval;
  readonly sortino: BootstrapInterval;
  readonly annualReturn: BootstrapInterval;
  readonly maximumDrawdown: BootstrapInterval;
}

/** 95 % percentile intervals from one set of stationary resamples. Null below 8 returns. @param periods bars a year */
export function headlineIntervals(
  returns: Column,
  {periods, seed, resamples = 2000}: {periods: number; seed: number; resamples?: number}
): HeadlineIntervals | null {
  const kept = finiteValues(returns);
  if (kept.length < 8) return null;
  const block = meanBlock(kept);
  const sets = resampleIndices({n: kept.length, resamples, seed, block});
  const interval = (statistic: (sample: Float64Array) => number) =>
    percentileInterval(bootstrapStatistics(kept, sets, statistic), {estimate: statistic(kept)});
  return {
    n: kept.length,
    block,
    seed,
    sharpe: interval((sample) => meanOverDeviation(sample) * Math.sqrt(periods)),
    sortino: interval((sample) => sortinoRatio(sample, {periods}) ?? Number.NaN),
    annualReturn: interval((sample) => annualReturn(sample, periods) ?? Number.NaN),
    maximumDrawdown: interval((sample) => summarizeDrawdowns(sample, periods).maximum ?? Number.NaN)
  };
}

export type SignificanceVerdict =
  | {readonly significant: true}
  | {
      readonly significant: false;
      readonly reason: "deflated Sharpe below 0.95" | "shorter than the minimum track record" | "undefined";
    };

/** A report says "significant" only when DSR >= 0.95 and n >= MinTRL. */
export function significanceVerdict({
  deflated,
  n,
  minimumTrackRecord
}: {
  readonly deflated: number | null;
  readonly n: number;
  readonly minimumTrackRecord: number | null;
}): SignificanceVerdict {
  if (deflated === null || minimumTrackRecord === null) return {significant: false, reason: "undefined"};
  if (deflated < 0.95) return {significant: false, reason: "deflated Sharpe below 0.95"};
  if (n < minimumTrackRecord) return {significant: false, reason: "shorter than the minimum track record"};
  return {significant: true};
}
