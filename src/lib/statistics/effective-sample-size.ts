// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** How many independent observations overlapping, cross-correlated forecasts are worth (METHODS S12). */
import {autocorrelations} from "./autocorrelation.js";
import {type Column, finiteValues, orNull} from "./column.js";
import {type MeanTest, meanTest} from "./long-run-variance.js";

export interface EffectiveSize {
  readonly n: number;
  readonly dropped: number;
  readonly lags: number;
  /** n / (1 + 2 sum_{j<=J} (1 - j/n) rho_j), at most n and at least 1; null without spread. */
  readonly effective: number | null;
}

/** @param values one number a decision time (see `meanByTime`) @param lags J, at least the overlap */
export function effectiveSampleSize(values: Column, lags: number): EffectiveSize {
  const kept = finiteValues(values);
  const n = kept.length;
  const reach = Math.max(0, Math.min(lags, n - 1));
  const rho = autocorrelations(kept, reach);
  let inflation = 1;
  for (let j = 1; j <= reach; j++) inflation += 2 * (1 - j / n) * rho[j]!;
  // Negative dependence would promise more than n observations: the board does not take that promise.
  const effective = Math.min(n, Math.max(1, n / Math.max(inflation, 1 / n)));
  return {
    n,
    dropped: values.length - n,
    lags: reach,
    effective: n < 2 || Number.isNaN(rho[0]!) ? null : orNull(effective)
  };
}

/** Mean of the values at each decision time, in order of time: cross-symbol dependence goes before serial dependence. */
export function meanByTime(
  values: Column,
  times: Column
): {readonly times: Float64Array; readonly values: Float64Array} {
  const sums = new Map<number, {total: number; n: number}>();
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    const entry = sums.get(times[i]!) ?? {total: 0, n: 0};
    entry.total += values[i]!;
    entry.n++;
    sums.set(times[i]!, entry);
  }
  const order = Float64Array.from(sums.keys()).sort();
  return {
    times: order,
    values: order.map((time) => {
      const entry = sums.get(time);
      return entry === undefined ? Number.NaN : entry.total / entry.n;
    })
  };
}

/** Lag that overlapping horizons need at least: ceil(horizon / step) - 1. */
export function overlapLagOf({horizon, step}: {readonly horizon: number; readonly step: number}): number {
  return Math.max(0, Math.ceil(horizon / step) - 1);
}

export interface DependentMean extends MeanTest {
  readonly effective: number | null;
}

/** Mean of a loss differential with its HAC t and the effective n beside the raw one. */
export function dependentMean(values: Column, lag: number): DependentMean {
  return {...meanTest(values, {lag}), effective: effectiveSampleSize(values, lag).effective};
}
