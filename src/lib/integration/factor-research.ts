/**
 * The measured impact of factors on forward returns, over one universe, timeframe and set of horizons. Across
 * instruments where there are at least three of them and they differ in the factor, else over time; the result says
 * which. Closes to closes: a value at a close against the return from that close (METHODS C1, I1 to I17).
 */
import {present} from "../core/assert.js";
import type {Factor} from "../factors/factor.js";
import {adjustPValues} from "../statistics/multiple-testing.js";
import {assignBuckets} from "../statistics/quantile-assignment.js";
import {coefficientBreakdown, factorCoefficients, horizonImpacts} from "./factor-coefficients.js";
import {besideOthers, controlsFor, valueCorrelations} from "./factor-company.js";
import {eventImpacts} from "./factor-events.js";
import type {EventImpact, FactorImpact, LadderImpact, PortfolioImpact} from "./factor-impact.js";
import {ladderImpact, NO_LADDER} from "./factor-ladder.js";
import {noiseImpact} from "./factor-noise.js";
import {overTimeImpacts} from "./factor-over-time.js";
import {NO_PORTFOLIO, portfolioImpact} from "./factor-portfolio-impact.js";
import {type ResearchCosts, type ResearchSetting, researchSetting} from "./factor-setting.js";
import {emptyRankCells, fillRankCells, type RankCells, rankSeries} from "./rank-cells.js";
import type {FactorPanel, ResearchPanels} from "./research-panel.js";

export interface FactorResearchOptions {
  readonly panels: ResearchPanels;
  readonly factors: readonly FactorTitle[];
  /** Candles ahead, the first one being what most figures are about. */
  readonly horizons: readonly number[];
  /** Of each trade of the factor-weighted portfolio. Default: 10 basis points of fee, 1 of half the spread. */
  readonly costs?: ResearchCosts;
  /** Called after each factor. */
  readonly onFactor?: (done: number) => void;
}

/** What a measurement says of a factor itself; its values are in the panels. */
export type FactorTitle = Pick<Factor, "name" | "family" | "title" | "description">;

export const DEFAULT_COSTS: ResearchCosts = {feeBps: 10, halfSpreadBps: 1};

export function researchFactors(options: FactorResearchOptions): readonly FactorImpact[] {
  const {panels, factors, horizons, costs = DEFAULT_COSTS, onFactor} = options;
  const setting = researchSetting(panels, {horizons, costs});
  const rows = panels.closes.times.length;
  const measured = factors.map((factor, index) => {
    const cells = emptyRankCells(setting, (bytes) => new ArrayBuffer(bytes));
    if (setting.method === "cross-section")
      fillRankCells([cells], {factors: [factor.name], setting}, {from: 0, to: rows});
    const impact = measureFactor(factor, cells, setting);
    onFactor?.(index + 1);
    return impact;
  });
  return withCompany(measured, setting).map(({impact, controls}) => ({
    ...impact,
    beside: besideOthers(impact.name, controls, setting)
  }));
}

/**
 * Everything that a factor's own values tell. What needs the other factors is added by `withCompany` and `besideOthers`.
 * @param cells filled ones where the setting's method is across instruments
 */
export function measureFactor(factor: FactorTitle, cells: RankCells, setting: ResearchSetting): FactorImpact {
  const values = present(setting.panels.factors.get(factor.name), factor.name);
  const across = setting.method === "cross-section" ? rankSeries(cells, setting) : null;
  const coefficients = factorCoefficients(values, across, setting);
  const horizons = horizonImpacts(values, coefficients, setting);
  const isAcross = coefficients.method === "cross-section";
  const first = setting.horizons[0] ?? 1;
  const forward = present(setting.forwards.get(first), "the first horizon").panel;
  return {
    name: factor.name,
    family: factor.family,
    title: factor.title,
    description: factor.description,
    method: coefficients.method,
    horizons,
    ...coefficientBreakdown(coefficients, setting),
    ...acrossInstruments(values, {setting, isAcross, direction: (horizons[0]?.meanIc ?? 0) < 0 ? -1 : 1}),
    noise: isAcross ? noiseImpact(factor.name, values.panel, {forward, horizon: first}) : null,
    overTime: isAcross ? [] : overTimeImpacts(values.panel, forward, first),
    correlations: {},
    beside: null
  };
}

interface Across {
  readonly setting: ResearchSetting;
  readonly isAcross: boolean;
  readonly direction: 1 | -1;
}

/** What needs an ordering of instruments at each close; undefined without one. */
function acrossInstruments(
  {panel}: FactorPanel,
  {setting, isAcross, direction}: Across
): LadderImpact & PortfolioImpact & {readonly events: readonly EventImpact[]} {
  if (!isAcross) return {...NO_LADDER, ...NO_PORTFOLIO, events: []};
  const first = setting.horizons[0] ?? 1;
  const assignment = assignBuckets(panel, {kind: "quantiles", quantiles: setting.buckets});
  return {
    ...ladderImpact(assignment, present(setting.forwards.get(first), "the first horizon").panel, first),
    ...portfolioImpact(panel, direction, setting),
    events: eventImpacts(assignment, setting)
  };
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

export interface FactorInCompany {
  readonly impact: FactorImpact;
  /** What it is to be set beside: `besideOthers` of these is still to come. */
  readonly controls: readonly string[];
}

/** Adds what all the measurements together say of each: q-values, correlations, and the others it is set beside. */
export function withCompany(
  measured: readonly FactorImpact[],
  {panels: {factors, closes}}: ResearchSetting
): readonly FactorInCompany[] {
  const judged = withQValues(measured);
  const correlations = valueCorrelations(
    new Map(judged.map(({name}) => [name, present(factors.get(name), name).panel]))
  );
  return judged.map((factor) => {
    const impact = {...factor, correlations: correlations.get(factor.name) ?? {}};
    const controls = factor.method === "cross-section" ? controlsFor(impact, judged, closes.symbols.length) : [];
    return {impact, controls};
  });
}
