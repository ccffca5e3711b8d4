/** The shape of data/research/factors.json, written by `papertape factors`. A figure that cannot be known is null. */
import type {FactorImpact, HorizonImpact} from "../lib/integration/factor-impact.js";

export type FactorHorizon = HorizonImpact;
export type FactorReport = FactorImpact;

export interface FactorsFile {
  readonly snapshot: string | null;
  readonly timeframe: string | null;
  readonly horizons: readonly number[];
  readonly instruments: readonly string[];
  readonly factors: readonly FactorReport[];
}

/** The horizon at which the factor's corrected t statistic is furthest from zero; null without one. */
export function strongestHorizon({horizons}: FactorReport): FactorHorizon | null {
  return horizons.reduce<FactorHorizon | null>(
    (best, horizon) => (Math.abs(horizon.tHac ?? 0) > Math.abs(best?.tHac ?? 0) ? horizon : (best ?? horizon)),
    null
  );
}

/** The `count` factors furthest from chance, either side. */
export function strongest(factors: readonly FactorReport[], count: number): readonly FactorReport[] {
  const distance = (factor: FactorReport) => Math.abs(strongestHorizon(factor)?.tHac ?? 0);
  return [...factors].sort((a, b) => distance(b) - distance(a) || (a.name < b.name ? -1 : 1)).slice(0, count);
}
