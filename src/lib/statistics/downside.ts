// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Ratios against losses only: Sortino and Omega (METHODS 8.1). Simple returns per bar. */
import {ratePerBar} from "./annualisation.js";
import {type Column, finiteValues, orNull, unlessNaN} from "./column.js";
import {mean} from "./moments.js";

export interface DownsideOptions {
  /** Bars a year. */
  readonly periods: number;
  /** Minimum acceptable return per bar. Default 0. */
  readonly acceptable?: number;
}

/** Annual downside deviation sqrt(mean(min(r - mar, 0)^2)) sqrt(P): all n in the denominator. Null for no returns. */
export function downsideDeviation(returns: Column, {periods, acceptable = 0}: DownsideOptions): number | null {
  const kept = finiteValues(returns);
  let squares = 0;
  for (const value of kept) squares += Math.min(value - acceptable, 0) ** 2;
  return orNull(Math.sqrt(squares / kept.length) * Math.sqrt(periods));
}

/** Annual mean excess over the downside deviation; infinite when no bar is below, null when nothing moves or n < 2. */
export function sortinoRatio(returns: Column, options: DownsideOptions): number | null {
  const kept = finiteValues(returns);
  const deviation = downsideDeviation(kept, options);
  if (kept.length < 2 || deviation === null) return null;
  const excess = (mean(kept) - (options.acceptable ?? 0)) * options.periods;
  return unlessNaN(excess / deviation);
}

export interface OmegaOptions {
  /** Bars a year. */
  readonly periods: number;
  /** Required return a year, a fraction. Default 0. */
  readonly required?: number;
}

/** sum(r - theta)+ / sum(theta - r)+, theta the required return per bar; null when nothing is below theta. */
export function omegaRatio(returns: Column, {periods, required = 0}: OmegaOptions): number | null {
  const kept = finiteValues(returns);
  const theta = ratePerBar(required, periods);
  let above = 0;
  let below = 0;
  for (const value of kept) {
    above += Math.max(value - theta, 0);
    below += Math.max(theta - value, 0);
  }
  return kept.length < 2 || below === 0 ? null : orNull(above / below);
}
