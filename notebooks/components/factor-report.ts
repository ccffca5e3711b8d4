/** The shape of data/research/factors.json, written by `papertape factors`. A figure that cannot be known is null. */
export interface FactorHorizon {
  readonly horizonCandles: number;
  readonly observations: number;
  /** Rows left out, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly meanIc: number | null;
  readonly stdIc: number | null;
  readonly icir: number | null;
  readonly tNaive: number | null;
  readonly tHac: number | null;
  readonly pValue: number | null;
  readonly qValueBh: number | null;
  readonly passesHurdle: boolean;
  readonly hitRate: number | null;
}

export interface FactorReport {
  readonly name: string;
  readonly family: string;
  readonly title: string;
  readonly description: string;
  readonly horizons: readonly FactorHorizon[];
  readonly icByMonth: readonly {readonly month: string; readonly meanIc: number | null}[];
  readonly decay: readonly {readonly horizonCandles: number; readonly meanIc: number | null}[];
  readonly halfLifeCandles: number | null;
  readonly quantiles: readonly {
    readonly quantile: number;
    readonly meanReturn: number | null;
    readonly standardError: number | null;
  }[];
  readonly spread: number | null;
  readonly monotonicityP: number | null;
  readonly turnover: number | null;
  readonly rankAutocorrelation: number | null;
  readonly breakEvenCostBps: number | null;
  readonly correlations: Readonly<Record<string, number | null>>;
}

export interface FactorsFile {
  readonly snapshot: string | null;
  readonly timeframe: string | null;
  readonly horizons: readonly number[];
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
