// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A factor's information coefficients: by horizon with every test, by month, hour and regime, their decay and stability. */
import {finiteValues} from "../statistics/column.js";
import {coefficientStability, regimeImpact} from "../statistics/conditional-impact.js";
import type {ForwardReturns} from "../statistics/forward-returns.js";
import {decayHalfLife} from "../statistics/ic-decay.js";
import {coefficientInference} from "../statistics/ic-inference.js";
import {
  type CoefficientSeries,
  coefficientsByMonth,
  informationCoefficients,
  summarizeCoefficients
} from "../statistics/information-coefficient.js";
import {meanTest, overlapLag} from "../statistics/long-run-variance.js";
import {NEW_FACTOR_HURDLE} from "../statistics/multiple-testing.js";
import {coefficientsOverTime} from "./coefficients-over-time.js";
import type {
  CoefficientFigures,
  DecayFigure,
  FactorImpact,
  GroupImpact,
  HorizonImpact,
  RegimeGroups,
  ResearchMethod,
  StabilityImpact
} from "./factor-impact.js";
import {rowsLeftOut} from "./factor-rows.js";
import {DECAY_HORIZONS, type ResearchSetting} from "./factor-setting.js";
import type {RankSeries} from "./rank-cells.js";
import type {FactorPanel} from "./research-panel.js";

/** Rank coefficients of one factor: one series a horizon. */
export interface FactorCoefficients {
  readonly method: ResearchMethod;
  readonly byHorizon: ReadonlyMap<number, CoefficientSeries>;
  /** Against the return of the horizon's last candle alone. */
  readonly lastCandle: ReadonlyMap<number, CoefficientSeries>;
}

const EARLY_SHARE = 0.7;
const BOOTSTRAP_SEED = 1;
/** Beyond so many coefficients an interval by bootstrap takes long and says what the corrected t says. */
const BOOTSTRAP_LONGEST = 5_000;

/**
 * Across instruments, or over time where the universe is too small or the factor is the same for all of it.
 * @param across what was found across instruments; null where that is nothing
 */
export function factorCoefficients(
  {panel}: FactorPanel,
  across: RankSeries | null,
  {forwards, lastCandles}: ResearchSetting
): FactorCoefficients {
  if (across !== null) return {method: "cross-section", ...across};
  const overTime = (targets: ReadonlyMap<number, ForwardReturns>) =>
    new Map(Array.from(targets, ([horizon, target]) => [horizon, coefficientsOverTime(panel, target.panel)]));
  return {
    method: "over-time",
    byHorizon: overTime(forwards),
    lastCandle: overTime(lastCandles)
  };
}

export function horizonImpacts(
  factor: FactorPanel,
  coefficients: FactorCoefficients,
  setting: ResearchSetting
): readonly HorizonImpact[] {
  return setting.horizons.map((horizon, index) => {
    const series = coefficients.byHorizon.get(horizon)!;
    const isBootstrapped = index === 0 && finiteValues(series.values).length <= BOOTSTRAP_LONGEST;
    const inference = coefficientInference(series.values, isBootstrapped ? {horizon, seed: BOOTSTRAP_SEED} : {horizon});
    const {headline, bootstrap, nonOverlapping} = inference;
    return {
      ...figuresOf(series.values, horizon),
      horizonCandles: horizon,
      observations: headline.n,
      ...rowsLeftOut(factor, {forward: setting.forwards.get(horizon)!, series, method: coefficients.method}),
      qValueBh: null,
      passesHurdle: Math.abs(headline.t ?? 0) >= NEW_FACTOR_HURDLE,
      isSignificant5: headline.significant5,
      otherT: {
        overlap: inference.overlap.t,
        neweyWest: inference.automatic.t,
        hansenHodrick: inference.hansenHodrick.t,
        nonOverlapping: nonOverlapping.meanT,
        nonOverlappingLow: nonOverlapping.lowestT,
        nonOverlappingHigh: nonOverlapping.highestT
      },
      interval: bootstrap === null ? null : {low: bootstrap.low, high: bootstrap.high, resamples: bootstrap.resamples},
      pearson: figuresOf(pearsonOf(factor, {horizonCandles: horizon, setting, coefficients}), horizon)
    };
  });
}

function pearsonOf(
  factor: FactorPanel,
  {
    horizonCandles,
    setting,
    coefficients
  }: {horizonCandles: number; setting: ResearchSetting; coefficients: FactorCoefficients}
): Float64Array {
  const forward = setting.forwards.get(horizonCandles)!.panel;
  const measure = coefficients.method === "cross-section" ? informationCoefficients : coefficientsOverTime;
  return measure(factor.panel, forward, {kind: "pearson"}).values;
}

function figuresOf(values: Float64Array, horizon: number): CoefficientFigures {
  const summary = summarizeCoefficients(values);
  const {t, pStudent} = meanTest(values, {lag: overlapLag(summary.n, horizon)});
  return {
    meanIc: summary.mean,
    stdIc: summary.std,
    icir: summary.ratio,
    tNaive: summary.t,
    tHac: t,
    pValue: pStudent,
    hitRate: summary.hitRate,
    skewness: summary.skewness,
    excessKurtosis: summary.excessKurtosis
  };
}

type Breakdown = Pick<FactorImpact, "icByMonth" | "icByHour" | "regimes" | "decay" | "halfLifeCandles" | "stability">;

/** Everything that looks at the first horizon's coefficients in parts. */
export function coefficientBreakdown(coefficients: FactorCoefficients, setting: ResearchSetting): Breakdown {
  const horizonCandles = setting.horizons[0] ?? 1;
  const first = coefficients.byHorizon.get(horizonCandles)!;
  const lag = overlapLag(finiteValues(first.values).length, horizonCandles);
  const decay = decayOf(coefficients);
  return {
    icByMonth: [...coefficientsByMonth(first)].map(([month, meanIc]) => ({month, meanIc})),
    icByHour: setting.hours !== null ? byHour(first.values, setting.hours) : [],
    regimes: setting.regimes.map((regime) => regimeGroups(first.values, regime, lag)),
    decay,
    halfLifeCandles: halfLifeOf(decay),
    stability: stabilityOf(first, lag)
  };
}

function byHour(values: Float64Array, hours: readonly number[]): readonly GroupImpact[] {
  return [...new Set(hours)]
    .sort((a, b) => a - b)
    .map((hour) =>
      groupOf(
        String(hour).padStart(2, "0"),
        values.filter((_, row) => hours[row] === hour),
        1
      )
    );
}

function groupOf(group: string, values: Float64Array, lag: number): GroupImpact {
  const {n, mean, standardError, t} = meanTest(values, {lag});
  return {group, n, meanIc: mean, standardError, t};
}

function regimeGroups(
  values: Float64Array,
  {name, rule, labels}: ResearchSetting["regimes"][number],
  lag: number
): RegimeGroups {
  const {regimes, equality} = regimeImpact(values, labels, lag);
  return {
    name,
    rule,
    groups: regimes.map(({regime}) =>
      groupOf(
        regime,
        values.filter((_, row) => labels[row] === regime),
        lag
      )
    ),
    equalityP: equality?.p ?? null
  };
}

function decayOf({byHorizon, lastCandle}: FactorCoefficients): readonly DecayFigure[] {
  const meanOf = (series: CoefficientSeries) => summarizeCoefficients(series.values).mean;
  return DECAY_HORIZONS.map((horizonCandles) => ({
    horizonCandles,
    meanIc: meanOf(byHorizon.get(horizonCandles)!),
    lastCandleIc: meanOf(lastCandle.get(horizonCandles)!)
  }));
}

/** Of the size of the coefficient: a factor that speaks against returns fades as one that speaks for them. */
function halfLifeOf(decay: readonly DecayFigure[]): number | null {
  const sign = Math.sign(decay[0]?.lastCandleIc ?? 0);
  return decayHalfLife(
    decay.map(({horizonCandles, lastCandleIc}) => ({
      horizon: horizonCandles,
      mean: lastCandleIc === null ? null : sign * lastCandleIc
    }))
  );
}

function stabilityOf({values, times}: CoefficientSeries, lag: number): StabilityImpact {
  const {byYear, signFlips, cusum} = coefficientStability(values, times);
  const defined = Array.from(values.keys()).filter((row) => Number.isFinite(values[row]!));
  const split = defined[Math.floor(defined.length * EARLY_SHARE)] ?? values.length;
  return {
    byYear: Array.from(byYear, ([year, meanIc]) => ({year, meanIc})),
    signFlips,
    cusum,
    early: groupOf("first 70 %", values.subarray(0, split), lag),
    late: groupOf("last 30 %", values.subarray(split), lag)
  };
}
