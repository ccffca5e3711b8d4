/** The shape of a factor's measured impact: what `papertape factors` writes and the factor pages show. Null is undefined. */
export interface HorizonImpact {
  readonly horizonCandles: number;
  /** Coefficients behind the mean: one a close time (across instruments) or one a month (over time). */
  readonly observations: number;
  /** Values that did not count, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly meanIc: number | null;
  readonly stdIc: number | null;
  readonly icir: number | null;
  /** As if coefficients were independent: shown only to be compared with `tHac`. */
  readonly tNaive: number | null;
  /** With the overlap of horizons and serial dependence allowed for (METHODS I4, headline). */
  readonly tHac: number | null;
  readonly pValue: number | null;
  /** Benjamini-Hochberg over all factors and horizons of this measurement. */
  readonly qValueBh: number | null;
  /** |t| of at least 3 (Harvey, Liu and Zhu 2016). */
  readonly passesHurdle: boolean;
  readonly hitRate: number | null;
}

export interface FactorImpact {
  readonly name: string;
  readonly family: string;
  readonly title: string;
  readonly description: string;
  readonly horizons: readonly HorizonImpact[];
  readonly icByMonth: readonly {readonly month: string; readonly meanIc: number | null}[];
  readonly decay: readonly {readonly horizonCandles: number; readonly meanIc: number | null}[];
  readonly halfLifeCandles: number | null;
  /** Mean forward return over the first horizon by bucket of the factor, lowest values first. */
  readonly quantiles: readonly {
    readonly quantile: number;
    readonly meanReturn: number | null;
    readonly standardError: number | null;
  }[];
  readonly spread: number | null;
  readonly monotonicityP: number | null;
  /** Share of the factor-weighted portfolio that changes each candle. */
  readonly turnover: number | null;
  readonly rankAutocorrelation: number | null;
  /** Cost a side, in basis points, at which the factor-weighted portfolio earns nothing. */
  readonly breakEvenCostBps: number | null;
  readonly alphaAnnual: number | null;
  readonly beta: number | null;
  /** Rank correlation of values with each other factor, over all candles. */
  readonly correlations: Readonly<Record<string, number | null>>;
}

export interface FactorImpactFile {
  readonly snapshot: string;
  readonly timeframe: string;
  readonly horizons: readonly number[];
  readonly instruments: readonly string[];
  /** `cross-section` from three instruments on, else `over-time`. */
  readonly method: "cross-section" | "over-time";
  readonly factors: readonly FactorImpact[];
}
