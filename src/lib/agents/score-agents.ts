// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * How good the agents' predictions were: probabilities raw and calibrated, direction, expected returns, against the
 * base rate and against each other, and by instrument, regime and month (METHODS S1-S12, T-1, T-2). Unresolved
 * predictions are counted and left out; undefined figures are null.
 */
import {isoTime} from "../core/time.js";
import {type CalibrationBins, equalMassBins, equalWidthBins} from "../statistics/calibration-bins.js";
import {corpDecomposition, type ReliabilityPoint, reliabilityDiagram} from "../statistics/corp.js";
import {type DieboldMariano, dieboldMariano} from "../statistics/diebold-mariano.js";
import {type DirectionCalls, directionCalls, type TieCall} from "../statistics/direction-calls.js";
import {type PesaranTimmermann, pesaranTimmermann} from "../statistics/direction-tests.js";
import {rocArea} from "../statistics/discrimination.js";
import {type DependentMean, dependentMean, meanByTime, overlapLagOf} from "../statistics/effective-sample-size.js";
import {type MurphyDecomposition, murphyDecomposition} from "../statistics/murphy-decomposition.js";
import {type PointForecastScores, scorePointForecasts} from "../statistics/point-forecasts.js";
import {brierLosses, logLosses, type ProperScores, properScores} from "../statistics/proper-scores.js";
import {type CalibrationCheck, calibrationCheck} from "./calibration-check.js";
import {compareText, inTapeOrder, type ScoredPrediction} from "./scored-prediction.js";

/** One kind of probability, raw or calibrated, over resolved predictions. */
export interface ProbabilityScore {
  readonly scores: ProperScores;
  readonly murphy: MurphyDecomposition;
  /** Score = miscalibration - discrimination + uncertainty, without bins. */
  readonly corp: ReturnType<typeof corpDecomposition>;
  /** Ten bins of equal width: the expected calibration error. */
  readonly bins: CalibrationBins;
  /** Ten bins of as many predictions each: the dots of a reliability diagram. */
  readonly evenBins: CalibrationBins;
  /** Isotonic reliability curve. */
  readonly reliability: readonly ReliabilityPoint[];
  /** With overlap and dependence allowed for. */
  readonly check: CalibrationCheck;
  readonly rocArea: number | null;
  readonly calls: DirectionCalls;
  /** Timing of direction: p - 0.5 against the realised return. */
  readonly pesaranTimmermann: PesaranTimmermann;
  /** Brier loss less the coin's 0.25, one number a close: negative is better than a coin. */
  readonly againstCoin: DependentMean;
  /** Log loss against the base rate known when each prediction was made. */
  readonly againstBaseRate: DieboldMariano;
}

export interface GroupScore {
  readonly group: string;
  readonly n: number;
  readonly unresolved: number;
  readonly hitRate: number | null;
  readonly brier: number | null;
  readonly logLoss: number | null;
  /** Against the base rate within the group. */
  readonly brierSkill: number | null;
}

export interface AgentScore {
  readonly agent: string;
  readonly horizonCandles: number;
  readonly n: number;
  readonly unresolved: number;
  /** Lag of the tests, from the overlap of horizons. */
  readonly lag: number;
  readonly raw: ProbabilityScore;
  readonly calibrated: ProbabilityScore;
  readonly points: PointForecastScores;
  readonly meanRealisedWhenLong: number | null;
  /** Of the calibrated probabilities. */
  readonly byInstrument: readonly GroupScore[];
  readonly byRegime: readonly GroupScore[];
  readonly byMonth: readonly GroupScore[];
}

/** Two agents on the closes and instruments at which both spoke, by log loss of the calibrated probability. */
export interface AgentComparison {
  readonly first: string;
  readonly second: string;
  readonly common: number;
  /** Negative mean difference: the first is better. */
  readonly dieboldMariano: DieboldMariano;
}

export interface AgentBoard {
  /** By name and horizon. */
  readonly agents: readonly AgentScore[];
  readonly comparisons: readonly AgentComparison[];
}

export interface ScoringOptions {
  /** What a probability of exactly one half calls. Default: nothing. */
  readonly tie?: TieCall;
}

export function scoreAgents(
  predictions: readonly ScoredPrediction[],
  {tie = "abstain"}: ScoringOptions = {}
): AgentBoard {
  const rows = inTapeOrder(predictions);
  const groups = groupsOf(rows, ({agent, horizonCandles}) => `${agent} ${String(horizonCandles).padStart(6, "0")}`);
  return {
    agents: Array.from(groups.values(), (own) => scoreOf(own, tie)),
    comparisons: comparisonsOf([...groups.values()])
  };
}

function scoreOf(rows: readonly ScoredPrediction[], tie: TieCall): AgentScore {
  const resolved = rows.filter(({outcomeReturn}) => outcomeReturn !== null);
  const lag = lagOf(rows);
  const realised = Float64Array.from(resolved, ({outcomeReturn}) => outcomeReturn ?? Number.NaN);
  const expected = Float64Array.from(resolved, ({expectedReturn}) => expectedReturn ?? Number.NaN);
  const calibrated = probabilityScore(resolved, {probabilityOf: (row) => row.calibratedProbabilityUp, lag, tie});
  const long = resolved.flatMap((row, i) => (row.calibratedProbabilityUp > 0.5 ? [realised[i]!] : []));
  return {
    agent: rows[0]!.agent,
    horizonCandles: rows[0]!.horizonCandles,
    n: resolved.length,
    unresolved: rows.length - resolved.length,
    lag,
    raw: probabilityScore(resolved, {probabilityOf: (row) => row.probabilityUp, lag, tie}),
    calibrated,
    points: scorePointForecasts(expected, realised, {lag}),
    meanRealisedWhenLong: long.length === 0 ? null : long.reduce((sum, value) => sum + value, 0) / long.length,
    byInstrument: groupScores(rows, (row) => row.instrument),
    byRegime: groupScores(rows, (row) => row.regime ?? "unknown"),
    byMonth: groupScores(rows, (row) => isoTime(row.madeAt).slice(0, 7))
  };
}

interface ProbabilityChoice {
  readonly probabilityOf: (row: ScoredPrediction) => number;
  readonly lag: number;
  readonly tie: TieCall;
}

function probabilityScore(
  rows: readonly ScoredPrediction[],
  {probabilityOf, lag, tie}: ProbabilityChoice
): ProbabilityScore {
  const p = Float64Array.from(rows, probabilityOf);
  const y = outcomesOf(rows);
  const realised = Float64Array.from(rows, ({outcomeReturn}) => outcomeReturn ?? Number.NaN);
  const times = Float64Array.from(rows, ({madeAt}) => madeAt);
  const coin = brierLosses(p, y).map((loss) => loss - 0.25);
  const own = meanByTime(logLosses(p, y), times).values;
  const reference = meanByTime(logLosses(knownBaseRates(rows), y), times).values;
  return {
    scores: properScores(p, y),
    murphy: murphyDecomposition(p, y),
    corp: corpDecomposition(p, y),
    bins: equalWidthBins(p, y),
    evenBins: equalMassBins(p, y),
    reliability: reliabilityDiagram(p, y),
    check: calibrationCheck({p, y, times}, lag),
    rocArea: rocArea(p, y),
    calls: directionCalls(p, y, tie),
    pesaranTimmermann: pesaranTimmermann(
      realised,
      p.map((value) => value - 0.5),
      lag
    ),
    againstCoin: dependentMean(meanByTime(coin, times).values, lag),
    againstBaseRate: dieboldMariano(own, reference, lag + 1)
  };
}

/** 1 for a return above 0; a return of exactly 0 is not up. */
function outcomesOf(rows: readonly ScoredPrediction[]): Float64Array {
  return Float64Array.from(rows, ({outcomeReturn}) => (outcomeReturn !== null && outcomeReturn > 0 ? 1 : 0));
}

/** Share of rises among the outcomes that were settled when each prediction was made, begun with one half of each. */
function knownBaseRates(rows: readonly ScoredPrediction[]): Float64Array {
  const settled = rows.toSorted((a, b) => a.resolvesAt - b.resolvesAt || compareText(a.instrument, b.instrument));
  let next = 0;
  let rises = 0.5;
  return Float64Array.from(rows, ({madeAt}) => {
    while (next < settled.length && settled[next]!.resolvesAt <= madeAt) {
      if ((settled[next]!.outcomeReturn ?? 0) > 0) rises++;
      next++;
    }
    return rises / (next + 1);
  });
}

/** ceil(horizon / step) - 1, the step being the smallest distance between closes that were spoken at. */
function lagOf(rows: readonly ScoredPrediction[]): number {
  const times = [...new Set(rows.map(({madeAt}) => madeAt))];
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) step = Math.min(step, times[i]! - times[i - 1]!);
  return overlapLagOf({horizon: rows[0]!.resolvesAt - rows[0]!.madeAt, step});
}

function groupScores(rows: readonly ScoredPrediction[], nameOf: (row: ScoredPrediction) => string): GroupScore[] {
  return Array.from(groupsOf(rows, nameOf), ([group, own]) => {
    const resolved = own.filter(({outcomeReturn}) => outcomeReturn !== null);
    const p = Float64Array.from(resolved, (row) => row.calibratedProbabilityUp);
    const y = outcomesOf(resolved);
    const {brier, logLoss, brierSkillClimatology} = properScores(p, y);
    return {
      group,
      n: resolved.length,
      unresolved: own.length - resolved.length,
      hitRate: directionCalls(p, y).hitRate,
      brier,
      logLoss,
      brierSkill: brierSkillClimatology
    };
  });
}

/** Groups in order of their names, rows in their own order. */
function groupsOf(
  rows: readonly ScoredPrediction[],
  nameOf: (row: ScoredPrediction) => string
): Map<string, ScoredPrediction[]> {
  const groups = new Map<string, ScoredPrediction[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return new Map([...groups].toSorted(([a], [b]) => compareText(a, b)));
}

function comparisonsOf(groups: readonly (readonly ScoredPrediction[])[]): AgentComparison[] {
  return groups.flatMap((first, i) =>
    groups
      .slice(i + 1)
      .filter((second) => second[0]!.horizonCandles === first[0]!.horizonCandles)
      .map((second) => comparison(first, second))
  );
}

function comparison(first: readonly ScoredPrediction[], second: readonly ScoredPrediction[]): AgentComparison {
  const keyOf = (row: ScoredPrediction) => `${row.instrument} ${row.madeAt}`;
  const others = new Map(second.map((row) => [keyOf(row), row]));
  const pairs = first.flatMap((row) => {
    const other = others.get(keyOf(row));
    return other === undefined || row.outcomeReturn === null || other.outcomeReturn === null ? [] : [{row, other}];
  });
  const y = outcomesOf(pairs.map(({row}) => row));
  const times = pairs.map(({row}) => row.madeAt);
  const lossOf = (probabilities: number[]) => meanByTime(logLosses(probabilities, y), times).values;
  return {
    first: first[0]!.agent,
    second: second[0]!.agent,
    common: pairs.length,
    dieboldMariano: dieboldMariano(
      lossOf(pairs.map(({row}) => row.calibratedProbabilityUp)),
      lossOf(pairs.map(({other}) => other.calibratedProbabilityUp)),
      lagOf(first) + 1
    )
  };
}
