/**
 * The measured impact of factors on forward returns, over one universe, timeframe and set of horizons. Across
 * instruments where there are at least three of them, else over time; the result says which. Closes to closes: a value
 * at a close against the return from that close (METHODS C1, I1 to I9).
 */
import type {Factor} from "../factors/factor.js";
import {spearman} from "../statistics/correlation.js";
import {alphaBeta, factorWeights, portfolioReturns, universeReturns} from "../statistics/factor-portfolio.js";
import {type ForwardReturns, forwardReturns} from "../statistics/forward-returns.js";
import {decayHalfLife} from "../statistics/ic-decay.js";
import {coefficientInference} from "../statistics/ic-inference.js";
import {
  type CoefficientSeries,
  coefficientsByMonth,
  informationCoefficients,
  summarizeCoefficients
} from "../statistics/information-coefficient.js";
import {mean} from "../statistics/moments.js";
import {adjustPValues, NEW_FACTOR_HURDLE} from "../statistics/multiple-testing.js";
import type {Panel} from "../statistics/panel.js";
import {assignBuckets} from "../statistics/quantile-assignment.js";
import {bucketSpread, quantileReturns} from "../statistics/quantile-returns.js";
import {breakEvenCost, rankAutocorrelation, weightTurnover} from "../statistics/turnover.js";
import {candlesPerYear} from "../vocabulary/timeframe.js";
import {monthlyCoefficients} from "./coefficients-over-time.js";
import type {FactorImpact, HorizonImpact} from "./factor-impact.js";
import type {ResearchPanels} from "./research-panel.js";

export interface FactorResearchOptions {
  readonly panels: ResearchPanels;
  readonly factors: readonly Factor[];
  readonly horizons: readonly number[];
  /** Called after each factor. */
  readonly onFactor?: (done: number) => void;
}

/** Fewest instruments for coefficients across them. */
const MINIMUM_INSTRUMENTS = 3;
const DECAY_HORIZONS = [1, 2, 4, 8, 12, 24, 48];

export function researchMethod(panels: ResearchPanels): "cross-section" | "over-time" {
  return panels.closes.symbols.length >= MINIMUM_INSTRUMENTS ? "cross-section" : "over-time";
}

export function researchFactors(options: FactorResearchOptions): readonly FactorImpact[] {
  const {panels, factors, horizons, onFactor} = options;
  const wanted = [...new Set([...horizons, ...DECAY_HORIZONS])];
  const forwards = new Map(wanted.map((horizon) => [horizon, forwardReturns(panels.closes, {horizon})]));
  const measured = factors.map((factor, index) => {
    const impact = measure(factor, {panels, forwards, horizons});
    onFactor?.(index + 1);
    return impact;
  });
  return withCorrelations(withQValues(measured), panels);
}

interface Measurement {
  readonly panels: ResearchPanels;
  readonly forwards: ReadonlyMap<number, ForwardReturns>;
  readonly horizons: readonly number[];
}

function measure(factor: Factor, {panels, forwards, horizons}: Measurement): FactorImpact {
  const values = panels.factors.get(factor.name) as Panel;
  const seriesOf = (horizon: number) => coefficientsAt(values, forwards.get(horizon) as ForwardReturns, panels);
  const first = horizons[0] ?? 1;
  const decay = DECAY_HORIZONS.map((horizon) => ({
    horizonCandles: horizon,
    meanIc: summarizeCoefficients(seriesOf(horizon).values).mean
  }));
  return {
    name: factor.name,
    family: factor.family,
    title: factor.title,
    description: factor.description,
    horizons: horizons.map((horizon) =>
      horizonImpact(horizon, seriesOf(horizon), forwards.get(horizon) as ForwardReturns)
    ),
    icByMonth: [...coefficientsByMonth(seriesOf(first))].map(([month, meanIc]) => ({month, meanIc})),
    decay,
    halfLifeCandles: decayHalfLife(decay.map(({horizonCandles, meanIc}) => ({horizon: horizonCandles, mean: meanIc}))),
    ...portfolioImpact(values, {
      panels,
      forward: forwards.get(first) as ForwardReturns,
      oneBar: forwards.get(1) as ForwardReturns
    }),
    correlations: {}
  };
}

function coefficientsAt(values: Panel, forward: ForwardReturns, panels: ResearchPanels): CoefficientSeries {
  if (researchMethod(panels) === "cross-section") return informationCoefficients(values, forward.panel);
  const monthly = monthlyCoefficients(values, forward.panel);
  return {...monthly, counts: new Int32Array(monthly.times.length), undefinedDates: {tooFew: 0, noSpread: 0}};
}

function horizonImpact(horizon: number, series: CoefficientSeries, forward: ForwardReturns): HorizonImpact {
  const summary = summarizeCoefficients(series.values);
  const {headline} = coefficientInference(series.values, {horizon});
  return {
    horizonCandles: horizon,
    observations: summary.n,
    dropped: {...forward.dropped, ...series.undefinedDates},
    meanIc: summary.mean,
    stdIc: summary.std,
    icir: summary.ratio,
    tNaive: summary.t,
    tHac: headline.t,
    pValue: headline.pStudent,
    qValueBh: null,
    passesHurdle: Math.abs(headline.t ?? 0) >= NEW_FACTOR_HURDLE,
    hitRate: summary.hitRate
  };
}

interface PortfolioInput {
  readonly panels: ResearchPanels;
  readonly forward: ForwardReturns;
  readonly oneBar: ForwardReturns;
}

type PortfolioImpact = Pick<
  FactorImpact,
  | "quantiles"
  | "spread"
  | "monotonicityP"
  | "turnover"
  | "rankAutocorrelation"
  | "breakEvenCostBps"
  | "alphaAnnual"
  | "beta"
>;

/** What needs an ordering of instruments at each close; all undefined for a universe too small to have one. */
function portfolioImpact(values: Panel, {panels, forward, oneBar}: PortfolioInput): PortfolioImpact {
  if (researchMethod(panels) === "over-time")
    return {
      quantiles: [],
      spread: null,
      monotonicityP: null,
      turnover: null,
      rankAutocorrelation: null,
      breakEvenCostBps: null,
      alphaAnnual: null,
      beta: null
    };
  const quantiles = panels.closes.symbols.length >= 10 ? 5 : MINIMUM_INSTRUMENTS;
  const byBucket = quantileReturns(forward.panel, assignBuckets(values, {kind: "quantiles", quantiles}));
  const weights = factorWeights(values);
  const gross = portfolioReturns(weights, oneBar.panel);
  const moved = weightTurnover(weights, oneBar.panel);
  const {costPerSide, meanTurnover} = breakEvenCost(gross, moved);
  const against = alphaBeta(gross, universeReturns(weights, oneBar.panel), {
    periods: candlesPerYear(panels.timeframe),
    horizon: 1
  });
  return {
    quantiles: byBucket.summaries.map(({bucket, mean: meanReturn, standardError}) => ({
      quantile: bucket,
      meanReturn,
      standardError
    })),
    spread: finiteMean(bucketSpread(byBucket)),
    monotonicityP: null,
    turnover: meanTurnover,
    rankAutocorrelation: finiteMean(rankAutocorrelation(values, 1)),
    breakEvenCostBps: costPerSide === null ? null : costPerSide * 1e4,
    alphaAnnual: against?.alphaAnnual ?? null,
    beta: against?.beta ?? null
  };
}

function finiteMean(values: Float64Array): number | null {
  const kept = values.filter(Number.isFinite);
  return kept.length === 0 ? null : mean(kept);
}

/** All factors and horizons are one family of tests: asking more questions makes each answer worth less. */
function withQValues(measured: readonly FactorImpact[]): readonly FactorImpact[] {
  const tested = measured.flatMap(({horizons}) => horizons.map(({pValue}) => pValue)).filter((p) => p !== null);
  const adjusted = adjustPValues(Float64Array.from(tested), "benjamini-hochberg");
  let place = 0;
  return measured.map((factor) => ({
    ...factor,
    horizons: factor.horizons.map((horizon) => ({
      ...horizon,
      qValueBh: horizon.pValue === null ? null : (adjusted[place++] ?? null)
    }))
  }));
}

/** Candles compared at most a pair of factors: beyond them a correlation does not get truer, only slower. */
const CORRELATION_SAMPLE = 5_000;

function withCorrelations(measured: readonly FactorImpact[], panels: ResearchPanels): readonly FactorImpact[] {
  const samples = new Map(measured.map(({name}) => [name, sampled((panels.factors.get(name) as Panel).values)]));
  return measured.map((factor) => ({
    ...factor,
    correlations: Object.fromEntries(
      measured
        .filter(({name}) => name !== factor.name)
        .map(({name}) => [name, correlationOf(samples.get(factor.name), samples.get(name))])
    )
  }));
}

function sampled(values: Float64Array): Float64Array {
  const stride = Math.max(1, Math.ceil(values.length / CORRELATION_SAMPLE));
  return values.filter((_, index) => index % stride === 0);
}

function correlationOf(x: Float64Array | undefined, y: Float64Array | undefined): number | null {
  if (x === undefined || y === undefined) return null;
  const both = Array.from(x.keys()).filter((index) => Number.isFinite(x[index]) && Number.isFinite(y[index]));
  const rho = spearman(
    both.map((index) => x[index] as number),
    both.map((index) => y[index] as number)
  );
  return Number.isFinite(rho) ? rho : null;
}
