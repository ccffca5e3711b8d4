// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Event study with a market model (METHODS I10): abnormal returns around events and four tests of their mean, among them
 * the one that allows for events that cluster in time, which is the rule in crypto.
 */
import {binomialTwoSided} from "./binomial-distribution.js";
import {type Column, orNull} from "./column.js";
import {pearson} from "./correlation.js";
import {leastSquares} from "./least-squares.js";
import {mean, standardDeviation, sum} from "./moments.js";
import {normalTwoSided} from "./normal-distribution.js";
import {studentTwoSided} from "./student-t-distribution.js";

/** One event: returns of its asset and of the market on the same bars, and the bar of the event. */
export interface StudyEvent {
  readonly asset: Column;
  readonly market: Column;
  readonly bar: number;
}

export interface StudyWindow {
  /** Bars of the estimation window L. */
  readonly estimation: number;
  /** Bars before and after the event that belong to the event window. */
  readonly before: number;
  readonly after: number;
}

export interface EventEstimate {
  readonly alpha: number;
  readonly beta: number;
  /** Residual variance over L - 2. */
  readonly residualVariance: number;
  readonly abnormal: Float64Array;
  /** Abnormal returns over their forecast error (Patell 1976). */
  readonly standardised: Float64Array;
  readonly cumulative: number;
  /** Sum of the standardised abnormal returns. */
  readonly cumulativeStandardised: number;
  /** Residuals of the estimation window. */
  readonly residuals: Float64Array;
}

export interface EventStudy {
  readonly n: number;
  /** Events too near an end, with gaps, or without spread in the market. */
  readonly dropped: number;
  readonly events: readonly EventEstimate[];
  /** Mean abnormal return by bar of the window, and its running sum. */
  readonly meanAbnormal: Float64Array;
  readonly meanCumulative: Float64Array;
  /** t of the mean cumulative abnormal return, N - 1 degrees of freedom. */
  readonly crossSectional: StudyTest;
  /** On the event bar: Patell's Z, standard normal. */
  readonly patell: StudyTest;
  /** On the event bar, robust to event-induced variance (Boehmer, Musumeci and Poulsen 1991). */
  readonly bmp: StudyTest;
  /** bmp allowing for residual correlation between events (Kolari and Pynnonen 2010). */
  readonly kolariPynnonen: StudyTest & {readonly meanCorrelation: number | null};
  /** Exact two-sided sign test of the cumulative abnormal returns. */
  readonly signTestP: number | null;
}

export interface StudyTest {
  readonly statistic: number | null;
  readonly p: number | null;
}

export function eventStudy(events: readonly StudyEvent[], span: StudyWindow): EventStudy {
  const estimates = events.map((event) => estimateEvent(event, span)).filter((one) => one !== null);
  const n = estimates.length;
  const length = span.before + span.after + 1;
  const meanAbnormal = Float64Array.from({length}, (_, k) => mean(estimates.map((one) => one.abnormal[k]!)));
  let running = 0;
  const meanCumulative = meanAbnormal.map((value) => {
    running += value;
    return running;
  });
  const cumulative = estimates.map((one) => one.cumulative);
  const onEvent = estimates.map((one) => one.standardised[span.before]!);
  const degrees = span.estimation;
  const patell = sum(onEvent) / Math.sqrt((n * (degrees - 2)) / (degrees - 4));
  const bmp = mean(onEvent) / (standardDeviation(onEvent) / Math.sqrt(n));
  const meanCorrelation = meanPairwise(estimates.map((one) => one.residuals));
  const adjusted = bmp * Math.sqrt((1 - meanCorrelation) / (1 + (n - 1) * meanCorrelation));
  const student = (statistic: number) => ({statistic: orNull(statistic), p: orNull(studentTwoSided(statistic, n - 1))});
  const positive = cumulative.filter((value) => value > 0).length;
  return {
    n,
    dropped: events.length - n,
    events: estimates,
    meanAbnormal,
    meanCumulative,
    crossSectional: student(mean(cumulative) / (standardDeviation(cumulative) / Math.sqrt(n))),
    patell: {statistic: orNull(patell), p: orNull(normalTwoSided(patell))},
    bmp: student(bmp),
    kolariPynnonen: {...student(adjusted), meanCorrelation: orNull(meanCorrelation)},
    signTestP: n === 0 ? null : binomialTwoSided(positive, {n, p: 0.5})
  };
}

/** Null when the windows do not fit into the data or hold gaps. */
export function estimateEvent({asset, market, bar}: StudyEvent, span: StudyWindow): EventEstimate | null {
  const {estimation, before, after} = span;
  const from = bar - before - estimation;
  if (from < 0 || bar + after >= asset.length) return null;
  const own = Float64Array.from({length: estimation}, (_, i) => asset[from + i]!);
  const others = Float64Array.from({length: estimation}, (_, i) => market[from + i]!);
  if (![...own, ...others].every(Number.isFinite)) return null;
  const fit = leastSquares(own, [others]);
  if (fit === null) return null;
  const [alpha, beta] = [fit.coefficients[0]!, fit.coefficients[1]!];
  const centre = mean(others);
  const spread = others.reduce((total, value) => total + (value - centre) ** 2, 0);
  const length = before + after + 1;
  const bars = Int32Array.from({length}, (_, k) => bar - before + k);
  const abnormal = Float64Array.from(bars, (t) => asset[t]! - alpha - beta * market[t]!);
  if (!abnormal.every(Number.isFinite)) return null;
  const standardised = abnormal.map((value, k) => {
    const distance = (market[bars[k]!]! - centre) ** 2 / spread;
    return value / Math.sqrt(fit.residualVariance * (1 + 1 / estimation + distance));
  });
  return {
    alpha,
    beta,
    residualVariance: fit.residualVariance,
    abnormal,
    standardised,
    cumulative: sum(abnormal),
    cumulativeStandardised: sum(standardised),
    residuals: fit.residuals
  };
}

function meanPairwise(columns: readonly Float64Array[]): number {
  const found: number[] = [];
  for (let a = 0; a < columns.length; a++)
    for (let b = 0; b < a; b++) {
      const value = pearson(columns[a]!, columns[b]!);
      if (!Number.isNaN(value)) found.push(value);
    }
  return found.length === 0 ? 0 : mean(found);
}
