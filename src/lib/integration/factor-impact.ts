/**
 * The shape of a factor's measured impact, its impact card (METHODS I17): what `papertape factors` writes and the factor
 * pages show. Null is undefined, and lists are empty where there is nothing to measure. Returns are fractions.
 */

/** Mean of a series of coefficients and how sure it is. */
export interface CoefficientFigures {
  readonly meanIc: number | null;
  readonly stdIc: number | null;
  /** Mean over deviation, not annualised. */
  readonly icir: number | null;
  /** As if coefficients were independent: shown only to be compared with `tHac`. */
  readonly tNaive: number | null;
  /** With the overlap of horizons and serial dependence allowed for (METHODS I4, headline). */
  readonly tHac: number | null;
  readonly pValue: number | null;
  /** Share of coefficients above 0. */
  readonly hitRate: number | null;
  /** Population moments. */
  readonly skewness: number | null;
  readonly excessKurtosis: number | null;
}

/** Of rank (Spearman) coefficients, with the plain (Pearson) ones beside them. */
export interface HorizonImpact extends CoefficientFigures {
  readonly horizonCandles: number;
  /** Coefficients behind the mean: one a close time. */
  readonly observations: number;
  /** Pairs of instrument and close time that did not count, by reason; with `pairs` they make up the whole grid. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly pairs: number;
  /** Benjamini-Hochberg over all factors and horizons of this measurement. */
  readonly qValueBh: number | null;
  /** |t| of at least 3 (Harvey, Liu and Zhu 2016). */
  readonly passesHurdle: boolean;
  /** Beyond the 5 % fixed-b critical value (Lazarus et al. 2018). */
  readonly isSignificant5: boolean | null;
  /** t by the other ways to allow for overlap (METHODS I4 a to d). */
  readonly otherT: {
    readonly overlap: number | null;
    readonly neweyWest: number | null;
    readonly hansenHodrick: number | null;
    readonly nonOverlapping: number | null;
    readonly nonOverlappingLow: number | null;
    readonly nonOverlappingHigh: number | null;
  };
  /** 95 % interval of the mean coefficient by stationary bootstrap. */
  readonly interval: {readonly low: number | null; readonly high: number | null; readonly resamples: number} | null;
  readonly pearson: CoefficientFigures;
}

export interface GroupImpact {
  readonly group: string;
  readonly n: number;
  readonly meanIc: number | null;
  readonly standardError: number | null;
  readonly t: number | null;
}

export interface RegimeGroups {
  readonly name: string;
  /** How the regimes are told apart, from data up to each close. */
  readonly rule: string;
  readonly groups: readonly GroupImpact[];
  /** That all regimes have one mean (HAC Wald test). */
  readonly equalityP: number | null;
}

export interface DecayFigure {
  readonly horizonCandles: number;
  /** Against the whole return over the horizon. */
  readonly meanIc: number | null;
  /** Against the return of the horizon's last candle alone. */
  readonly lastCandleIc: number | null;
}

export interface QuantileFigure {
  readonly quantile: number;
  readonly meanReturn: number | null;
  /** Over close times, with serial dependence allowed for. */
  readonly standardError: number | null;
  /** Share of instruments that were not in it one candle before. */
  readonly turnover: number | null;
}

export interface LadderImpact {
  /** Mean forward return over the first horizon by bucket of the factor, less the universe's, lowest values first. */
  readonly quantiles: readonly QuantileFigure[];
  /** Top less bottom. */
  readonly spread: number | null;
  readonly spreadT: number | null;
  readonly spreadP: number | null;
  /** Patton and Timmermann's test that the ladder rises (or falls, whichever it does): small p, it does. */
  readonly monotonicityP: number | null;
  readonly ladder: "rising" | "falling" | null;
  /** Rank correlation of bucket and mean return. */
  readonly ladderCorrelation: number | null;
}

export interface PortfolioImpact {
  /** Share of the factor-weighted portfolio that changes each candle. */
  readonly turnover: number | null;
  readonly rankAutocorrelation: number | null;
  /** Cost a side, in basis points, at which the factor-weighted portfolio earns nothing. */
  readonly breakEvenCostBps: number | null;
  readonly alphaAnnual: number | null;
  readonly alphaT: number | null;
  readonly beta: number | null;
  readonly portfolio: {
    /** In the direction of the coefficient: a factor with a negative one is held the other way round. */
    readonly direction: 1 | -1;
    readonly costBps: number;
    readonly grossAnnual: number | null;
    readonly netAnnual: number | null;
    readonly grossSharpe: number | null;
    readonly netSharpe: number | null;
    /** Sum of returns up to each moment. */
    readonly curve: readonly {readonly time: number; readonly gross: number; readonly net: number}[];
  } | null;
  readonly capacity: CapacityImpact | null;
}

export interface CapacityImpact {
  /** Quote currency: most profit, and nothing left. Null when costs without any impact exceed the return already. */
  readonly optimum: number | null;
  readonly breakEven: number | null;
  /** Of daily volumes traded a day at the optimum: 95 % of trades are below it. */
  readonly participation95: number | null;
  /** Yearly return net of all costs by capital. */
  readonly curve: readonly {readonly capital: number; readonly netAnnual: number | null}[];
}

export interface EventImpact {
  readonly signal: "top" | "bottom";
  readonly events: number;
  /** Without a whole window around them. */
  readonly dropped: number;
  /** Cumulative return beyond the market model from the signal on (0 at the signal), with a 95 % band. */
  readonly path: readonly {
    readonly offset: number;
    readonly mean: number | null;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  readonly meanAfter: number | null;
  readonly t: number | null;
  /** t with events that fall together allowed for (Kolari and Pynnonen 2010). */
  readonly tClustered: number | null;
  /** On the first candle: Boehmer, Musumeci and Poulsen (1991), Patell (1976). */
  readonly bmp: number | null;
  readonly patell: number | null;
}

export interface CompanyImpact {
  /** Rank correlation of values with each other factor, over all candles. */
  readonly correlations: Readonly<Record<string, number | null>>;
  /** What is left of it beside others: none in a universe too small for a regression across instruments. */
  readonly beside: {
    readonly controls: readonly string[];
    /** Every so many closes a regression. */
    readonly everyCandles: number;
    /** Return of one standard deviation of the factor, alone and beside the controls (Fama and MacBeth 1973). */
    readonly premiumAlone: number | null;
    readonly premiumAloneT: number | null;
    readonly premium: number | null;
    readonly premiumT: number | null;
    readonly regressions: number;
    /** Coefficient of what the controls do not explain of it. */
    readonly marginalIc: number | null;
    readonly marginalT: number | null;
  } | null;
}

export interface StabilityImpact {
  readonly byYear: readonly {readonly year: number; readonly meanIc: number}[];
  readonly signFlips: number;
  /** Above 1.36 the mean has moved (5 %). */
  readonly cusum: number | null;
  /** The first 70 % of coefficients, and the rest. */
  readonly early: GroupImpact;
  readonly late: GroupImpact;
}

/** Shares of controls, 0 to 1, whose mean coefficient is smaller than the factor's; null where there is none. */
export interface NoiseImpact {
  /** Of each kind. */
  readonly controls: number;
  /** Closes that were compared. */
  readonly closes: number;
  /** Noise as persistent as the factor. */
  readonly randomFactors: number | null;
  /** Forward returns dealt anew among the instruments of each close. */
  readonly dealtOutcomes: number | null;
  /** Forward returns of other closes, in blocks. */
  readonly resampledMarkets: number | null;
}

/** One instrument's forward return on the factor over time (METHODS I13). */
export interface OverTimeImpact {
  readonly instrument: string;
  readonly n: number;
  readonly slopeT: number | null;
  readonly rSquared: number | null;
  /** Against the mean known at each close, from the second half on; below 0 it foretold worse than that mean. */
  readonly outOfSampleR2: number | null;
  readonly clarkWestP: number | null;
  /** The factor is so persistent that the slope is biased (Stambaugh 1999). */
  readonly isPersistent: boolean;
}

export interface FactorImpact extends LadderImpact, PortfolioImpact, CompanyImpact {
  readonly name: string;
  readonly family: string;
  readonly title: string;
  readonly description: string;
  /** `cross-section` where instruments differ in it and there are at least three, else `over-time`. */
  readonly method: ResearchMethod;
  readonly horizons: readonly HorizonImpact[];
  /** Of the first horizon, as all that follows unless it says otherwise. */
  readonly icByMonth: readonly {readonly month: string; readonly meanIc: number | null}[];
  readonly icByHour: readonly GroupImpact[];
  readonly regimes: readonly RegimeGroups[];
  readonly decay: readonly DecayFigure[];
  readonly halfLifeCandles: number | null;
  readonly events: readonly EventImpact[];
  readonly stability: StabilityImpact;
  /** At the first horizon; null for factors measured over time. */
  readonly noise: NoiseImpact | null;
  /** For factors measured over time. */
  readonly overTime: readonly OverTimeImpact[];
}

export type ResearchMethod = "cross-section" | "over-time";

export interface FactorImpactFile {
  readonly snapshot: string;
  readonly timeframe: string;
  readonly horizons: readonly number[];
  readonly instruments: readonly string[];
  readonly method: ResearchMethod;
  /** Tests behind the q-values. */
  readonly tests: number;
  readonly factors: readonly FactorImpact[];
}
