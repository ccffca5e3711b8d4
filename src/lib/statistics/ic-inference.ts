// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Is the mean information coefficient more than chance? (METHODS I4; trap T4). With a horizon h > 1 neighbouring
 * coefficients share returns; every test here but the first one allows for it.
 */
import {type BootstrapInterval, bootstrapInterval} from "./bootstrap.js";
import {type Column, finiteValues, orNull} from "./column.js";
import {fixedBCriticalValue} from "./fixed-b.js";
import {independentMeanTest, type MeanTest, meanTest, neweyWestLag, overlapLag} from "./long-run-variance.js";
import {mean} from "./moments.js";
import {meanBlock} from "./optimal-block-length.js";

export interface CoefficientInference {
  readonly horizon: number;
  /** Assumes independence: printed for comparison only. */
  readonly independent: MeanTest;
  /** Bartlett, L = max(2(h - 1), ceil(1.3 sqrt(T))), with fixed-b critical values. */
  readonly headline: MeanTest & {readonly critical5: number | null; readonly significant5: boolean | null};
  /** Bartlett, lag h - 1. */
  readonly overlap: MeanTest;
  /** Bartlett, lag floor(4 (T/100)^(2/9)). */
  readonly automatic: MeanTest;
  readonly hansenHodrick: MeanTest;
  readonly nonOverlapping: NonOverlapping;
  /** Stationary bootstrap, mean block max(h, optimal); null without a seed. */
  readonly bootstrap: BootstrapInterval | null;
}

export interface NonOverlapping {
  readonly offsets: number;
  readonly meanT: number | null;
  readonly lowestT: number | null;
  readonly highestT: number | null;
}

/** @param coefficients one a date, in order, NaN = undefined @param horizon in bars, dates being one bar apart */
export function coefficientInference(
  coefficients: Column,
  {horizon, seed, resamples = 2000}: {horizon: number; seed?: number; resamples?: number}
): CoefficientInference {
  const kept = finiteValues(coefficients);
  const n = kept.length;
  const headline = meanTest(coefficients, {lag: overlapLag(n, horizon)});
  const critical5 = fixedBCriticalValue(Math.min(1, (headline.lag + 1) / Math.max(n, 1)), 0.05);
  return {
    horizon,
    independent: independentMeanTest(coefficients),
    headline: {
      ...headline,
      critical5,
      significant5: headline.t === null || critical5 === null ? null : Math.abs(headline.t) > critical5
    },
    overlap: meanTest(coefficients, {lag: horizon - 1}),
    automatic: meanTest(coefficients, {lag: neweyWestLag(n)}),
    hansenHodrick: meanTest(coefficients, {lag: horizon - 1, kernel: "uniform"}),
    nonOverlapping: nonOverlappingTests(coefficients, horizon),
    bootstrap:
      seed === undefined || n < 8 ? null : bootstrapInterval(kept, {resamples, seed, block: meanBlock(kept, horizon)})
  };
}

/** Every h-th date from each of h starts: t of each subsample, their mean and range. */
export function nonOverlappingTests(coefficients: Column, horizon: number): NonOverlapping {
  const found: number[] = [];
  for (let offset = 0; offset < horizon; offset++) {
    const sample: number[] = [];
    for (let i = offset; i < coefficients.length; i += horizon) sample.push(coefficients[i]!);
    const {t} = independentMeanTest(sample);
    if (t !== null) found.push(t);
  }
  return {
    offsets: found.length,
    meanT: orNull(mean(found)),
    lowestT: found.length === 0 ? null : Math.min(...found),
    highestT: found.length === 0 ? null : Math.max(...found)
  };
}
