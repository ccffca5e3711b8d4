// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Reliability by bins and the calibration errors (METHODS S5). Three binnings, because they differ at the edges
 * (trap T13): equal width, left-closed floor(p M); equal mass, sorted and split; and scikit-learn's right-closed edges.
 */
import type {Random} from "../core/random.js";
import {type Column, orNull} from "./column.js";
import {mean} from "./moments.js";
import {quantileOfSorted, sortedValues} from "./quantile.js";
import {risingOrder} from "./ranks.js";

export interface CalibrationBin {
  readonly bin: number;
  readonly count: number;
  readonly meanProbability: number;
  readonly frequency: number;
}

export interface CalibrationBins {
  readonly n: number;
  /** Bins that hold something, in rising order. */
  readonly bins: readonly CalibrationBin[];
  /** Bin of each pair. */
  readonly membership: Int32Array;
  /** sum n_b/n |p_b - y_b|: ECE for equal width, ACE for equal mass. */
  readonly errorL1: number | null;
  /** sqrt(sum n_b/n (p_b - y_b)^2). */
  readonly errorL2: number | null;
  /** Largest |p_b - y_b|. */
  readonly errorMax: number | null;
  /** Squared L2 error less its expectation under calibration (Brocker 2012); can be negative. */
  readonly debiasedSquaredError: number | null;
}

/** Bins [k/M, (k+1)/M) by floor(p M), the last one closed. @param p in [0, 1] @param y 0 or 1 */
export function equalWidthBins(p: Column, y: Column, bins = 10): CalibrationBins {
  return grouped(
    p,
    y,
    Int32Array.from(p, (value) => Math.min(bins - 1, Math.max(0, Math.floor(value * bins))))
  );
}

/** Sorted (ties keep their order) and split into parts whose sizes differ by at most 1, the larger ones first. */
export function equalMassBins(p: Column, y: Column, bins = 10): CalibrationBins {
  const order = risingOrder(p);
  const membership = new Int32Array(p.length);
  const size = Math.floor(p.length / bins);
  const larger = p.length % bins;
  for (let place = 0; place < order.length; place++) {
    const inLarger = place < larger * (size + 1);
    membership[order[place]!] = inLarger
      ? Math.floor(place / (size + 1))
      : larger + Math.floor((place - larger * (size + 1)) / size);
  }
  return grouped(p, y, membership);
}

/** scikit-learn's calibration_curve: edges fall to the LOWER bin; "quantile" edges are type-7 quantiles. */
export function rightClosedBins(
  p: Column,
  y: Column,
  {bins = 10, strategy = "uniform"}: {bins?: number; strategy?: "uniform" | "quantile"} = {}
): CalibrationBins {
  const sorted = sortedValues(p);
  const inner = Array.from({length: bins - 1}, (_, k) =>
    strategy === "uniform" ? ((k + 1) * 1) / bins : quantileOfSorted(sorted, (k + 1) / bins)
  );
  return grouped(
    p,
    y,
    Int32Array.from(p, (value) => inner.filter((edge) => edge < value).length)
  );
}

function grouped(p: Column, y: Column, membership: Int32Array): CalibrationBins {
  const places = new Map<number, number[]>();
  for (let i = 0; i < membership.length; i++) {
    const members = places.get(membership[i]!);
    if (members === undefined) places.set(membership[i]!, [i]);
    else members.push(i);
  }
  const bins = Array.from(places.keys())
    .sort((a, b) => a - b)
    .map((bin) => {
      const members = places.get(bin) ?? [];
      return {
        bin,
        count: members.length,
        meanProbability: mean(members.map((i) => p[i]!)),
        frequency: mean(members.map((i) => y[i]!))
      };
    });
  return {n: p.length, bins, membership, ...errorsOf(bins, p.length)};
}

function errorsOf(
  bins: readonly CalibrationBin[],
  n: number
): Pick<CalibrationBins, "errorL1" | "errorL2" | "errorMax" | "debiasedSquaredError"> {
  let first = 0;
  let second = 0;
  let largest = Number.NaN;
  let debiased = 0;
  for (const {count, meanProbability, frequency} of bins) {
    const gap = Math.abs(meanProbability - frequency);
    first += (count / n) * gap;
    second += (count / n) * gap * gap;
    largest = Number.isNaN(largest) ? gap : Math.max(largest, gap);
    // A bin of one pair has no variance to take off and no calibration to judge.
    if (count > 1) debiased += (count / n) * (gap * gap - (frequency * (1 - frequency)) / (count - 1));
  }
  const some = n > 0;
  return {
    errorL1: some ? first : null,
    errorL2: some ? Math.sqrt(second) : null,
    errorMax: orNull(largest),
    debiasedSquaredError: some ? debiased : null
  };
}

export interface ExpectedCalibrationError {
  readonly resamples: number;
  readonly mean: number | null;
  /** 95 % quantile: an observed error above it speaks against calibration. */
  readonly upper: number | null;
}

/** The error that a calibrated forecaster with these probabilities would show: outcomes redrawn as Bernoulli(p) (S5). */
export function expectedCalibrationError(
  p: Column,
  random: Random,
  {resamples = 500, bins = 10}: {resamples?: number; bins?: number} = {}
): ExpectedCalibrationError {
  const outcomes = new Float64Array(p.length);
  const errors = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < p.length; i++) outcomes[i] = random.next() < p[i]! ? 1 : 0;
    errors[r] = equalWidthBins(p, outcomes, bins).errorL1 ?? Number.NaN;
  }
  return {resamples, mean: orNull(mean(errors)), upper: orNull(quantileOfSorted(sortedValues(errors), 0.95))};
}
