// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * CORP: miscalibration, discrimination and uncertainty of a score without bins (Dimitriadis, Gneiting and Jordan 2021;
 * METHODS S4), and the reliability diagram with its consistency band.
 */
import type {Random} from "../core/random.js";
import {type Column, orNull} from "./column.js";
import {isotonicRegression, isotonicValue} from "./isotonic.js";
import {mean} from "./moments.js";
import {brierLosses, logLosses} from "./proper-scores.js";
import {quantileOfSorted} from "./quantile.js";

export interface CorpDecomposition {
  readonly n: number;
  /** score = miscalibration - discrimination + uncertainty, exactly. */
  readonly score: number | null;
  readonly miscalibration: number | null;
  readonly discrimination: number | null;
  readonly uncertainty: number | null;
}

/** @param rule "brier" or "log" (natural logarithm, clipped) */
export function corpDecomposition(p: Column, y: Column, rule: "brier" | "log" = "brier"): CorpDecomposition {
  const score = (forecast: Column) => mean((rule === "brier" ? brierLosses : logLosses)(forecast, y));
  const raw = score(p);
  const recalibrated = score(isotonicRegression(p, y).fitted);
  const uncertainty = score(new Float64Array(p.length).fill(mean(y)));
  return {
    n: p.length,
    score: orNull(raw),
    miscalibration: orNull(raw - recalibrated),
    discrimination: orNull(uncertainty - recalibrated),
    uncertainty: orNull(uncertainty)
  };
}

export interface ReliabilityPoint {
  readonly p: number;
  /** Isotonic estimate of the frequency at p. */
  readonly frequency: number;
  /** Band of the estimate for a calibrated forecaster; null without resamples. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface BandOptions {
  readonly random: Random;
  readonly resamples?: number;
  /** Share of calibrated forecasters inside. Default 0.9. */
  readonly level?: number;
}

/** Reliability diagram at the distinct probabilities' bends, with a pointwise consistency band (y redrawn from p). */
export function reliabilityDiagram(p: Column, y: Column, band?: BandOptions): readonly ReliabilityPoint[] {
  const fit = isotonicRegression(p, y);
  const limits = band === undefined ? null : consistencyBand(p, fit.x, band);
  return Array.from(fit.x, (x, i) => ({
    p: x,
    frequency: fit.y[i]!,
    low: limits === null ? null : orNull(limits.low[i]!),
    high: limits === null ? null : orNull(limits.high[i]!)
  }));
}

function consistencyBand(
  p: Column,
  places: Float64Array,
  {random, resamples = 200, level = 0.9}: BandOptions
): {low: Float64Array; high: Float64Array} {
  const draws = Array.from(places, () => new Float64Array(resamples));
  const outcomes = new Float64Array(p.length);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < p.length; i++) outcomes[i] = random.next() < p[i]! ? 1 : 0;
    const fit = isotonicRegression(p, outcomes);
    for (let j = 0; j < places.length; j++) draws[j]![r] = isotonicValue(fit, places[j]!);
  }
  for (const column of draws) column.sort();
  return {
    low: Float64Array.from(draws, (column) => quantileOfSorted(column, (1 - level) / 2)),
    high: Float64Array.from(draws, (column) => quantileOfSorted(column, (1 + level) / 2))
  };
}
