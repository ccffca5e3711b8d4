/** How right the agents were over a tape: what `papertape agents` writes and the agent pages show. Null is undefined. */
import type {AgentDefinition} from "../agents/agent.js";
import {
  type AgentBoard,
  type AgentScore,
  type GroupScore,
  type ProbabilityScore,
  scoreAgents
} from "../agents/score-agents.js";
import type {ScoredPrediction} from "../agents/scored-prediction.js";
import {type AgentEvidence, agentEvidence} from "./agent-evidence.js";

/** A tenth of the predictions, by rising probability. */
export interface ReliabilityBin {
  readonly meanPredicted: number;
  readonly observed: number;
  readonly count: number;
}

export interface GroupAccuracy {
  readonly n: number;
  readonly hitRate: number | null;
  readonly brier: number | null;
  /** Against the base rate within the group. */
  readonly brierSkill: number | null;
  readonly logLoss: number | null;
}

/** Two tests of calibration, each of one number a close; null is undefined. */
export interface CalibrationVerdict {
  /** Share of rises less what was said, and its t. */
  readonly bias: number | null;
  readonly biasT: number | null;
  /** Below 0 the agent is too sure of itself. */
  readonly surenessT: number | null;
  readonly isCalibrated: boolean | null;
}

export interface AgentAccuracy {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly predictions: number;
  readonly resolved: number;
  readonly unresolved: number;
  /** Of calibrated probabilities, with the Wilson interval. */
  readonly hitRate: number | null;
  readonly hitRateLow: number | null;
  readonly hitRateHigh: number | null;
  readonly brier: number | null;
  /** Against the base rate known before each prediction. */
  readonly brierSkill: number | null;
  readonly logLoss: number | null;
  readonly logLossRaw: number | null;
  readonly ece: number | null;
  readonly eceRaw: number | null;
  /** Of a calibrated forecaster with these probabilities and independent outcomes: what chance alone makes of it. */
  readonly eceByChance: number | null;
  readonly verdict: CalibrationVerdict;
  readonly verdictRaw: CalibrationVerdict;
  /** Log loss less that of the base rate known at the time, with its t; below 0 is better. */
  readonly againstBaseRate: {readonly statistic: number | null; readonly p: number | null};
  /** Independent observations that the closes are worth, of so many. */
  readonly closes: number;
  readonly effectiveCloses: number | null;
  /** Score = miscalibration - discrimination + uncertainty, without bins. */
  readonly corp: {
    readonly miscalibration: number | null;
    readonly discrimination: number | null;
    readonly uncertainty: number | null;
  };
  readonly meanReturnWhenLong: number | null;
  readonly auc: number | null;
  readonly murphy: {
    readonly reliability: number | null;
    readonly resolution: number | null;
    readonly uncertainty: number | null;
  };
  readonly pesaranTimmermannP: number | null;
  readonly reliabilityRaw: readonly ReliabilityBin[];
  readonly reliabilityCalibrated: readonly ReliabilityBin[];
  readonly byMonth: readonly (GroupAccuracy & {readonly month: string})[];
  /** Calm, usual or wild: thirds of each instrument's past volatility. */
  readonly byRegime: readonly (GroupAccuracy & {readonly regime: string})[];
  readonly bySymbol: readonly (GroupAccuracy & {readonly instrument: string})[];
  /** Log loss against each other agent, on the predictions that both made. */
  readonly dieboldMariano: readonly {
    readonly against: string;
    readonly statistic: number | null;
    readonly p: number | null;
  }[];
  readonly evidence: AgentEvidence;
}

export interface AgentAccuracyFile {
  readonly snapshot: string;
  readonly timeframe: string;
  readonly horizonCandles: number;
  readonly agents: readonly AgentAccuracy[];
}

/** @param rows predictions with their outcomes, gathered as the tape passed */
export function researchRows(
  agents: readonly AgentDefinition[],
  rows: readonly ScoredPrediction[]
): readonly AgentAccuracy[] {
  const board = scoreAgents(rows);
  const evidence = agentEvidence(rows);
  return agents.flatMap(({name, title, description}) => {
    const score = board.agents.find((entry) => entry.agent === name);
    return score === undefined
      ? []
      : [
          {
            ...{name, title, description, ...accuracyOf(score)},
            dieboldMariano: comparisonsOf(name, board),
            evidence: evidence.get(name) ?? {bet: null, interval: null, contribution: null}
          }
        ];
  });
}

function accuracyOf(
  score: AgentScore
): Omit<AgentAccuracy, "name" | "title" | "description" | "dieboldMariano" | "evidence"> {
  const {calibrated, raw} = score;
  const interval = calibrated.calls.hitRateInterval;
  return {
    predictions: score.n + score.unresolved,
    resolved: score.n,
    unresolved: score.unresolved,
    hitRate: calibrated.calls.hitRate,
    hitRateLow: interval?.[0] ?? null,
    hitRateHigh: interval?.[1] ?? null,
    brier: calibrated.scores.brier,
    brierSkill: calibrated.scores.brierSkillExpanding,
    logLoss: calibrated.scores.logLoss,
    logLossRaw: raw.scores.logLoss,
    ece: calibrated.bins.errorL1,
    eceRaw: raw.bins.errorL1,
    eceByChance: chanceError(calibrated),
    verdict: verdictOf(calibrated),
    verdictRaw: verdictOf(raw),
    againstBaseRate: {
      statistic: calibrated.againstBaseRate.adjusted,
      p: calibrated.againstBaseRate.adjustedP
    },
    closes: calibrated.againstCoin.n,
    effectiveCloses: calibrated.againstCoin.effective,
    corp: {
      miscalibration: calibrated.corp.miscalibration,
      discrimination: calibrated.corp.discrimination,
      uncertainty: calibrated.corp.uncertainty
    },
    meanReturnWhenLong: score.meanRealisedWhenLong,
    auc: calibrated.rocArea,
    murphy: {
      reliability: calibrated.murphy.reliability,
      resolution: calibrated.murphy.resolution,
      uncertainty: calibrated.murphy.uncertainty
    },
    pesaranTimmermannP: calibrated.pesaranTimmermann.p,
    reliabilityRaw: binsOf(raw),
    reliabilityCalibrated: binsOf(calibrated),
    byMonth: score.byMonth.map((group) => ({month: group.group, ...groupAccuracy(group)})),
    byRegime: score.byRegime.map((group) => ({regime: group.group, ...groupAccuracy(group)})),
    bySymbol: score.byInstrument.map((group) => ({instrument: group.group, ...groupAccuracy(group)}))
  };
}

function binsOf({evenBins}: ProbabilityScore): readonly ReliabilityBin[] {
  return evenBins.bins.map(({meanProbability, frequency, count}) => ({
    meanPredicted: meanProbability,
    observed: frequency,
    count
  }));
}

function groupAccuracy({n, hitRate, brier, brierSkill, logLoss}: GroupScore): GroupAccuracy {
  return {n, hitRate, brier, brierSkill, logLoss};
}

function verdictOf({check}: ProbabilityScore): CalibrationVerdict {
  return {
    bias: check.bias.mean,
    biasT: check.bias.t,
    surenessT: check.sureness.t,
    isCalibrated: check.isCalibrated
  };
}

/** Sum over bins of the mean distance of a binomial share from its probability, normal for bins of any size here. */
function chanceError({bins}: ProbabilityScore): number | null {
  const total = bins.bins.reduce((sum, {count}) => sum + count, 0);
  if (total === 0) return null;
  return bins.bins.reduce((sum, {count, meanProbability}) => {
    const deviation = Math.sqrt((meanProbability * (1 - meanProbability)) / count);
    return sum + (count / total) * Math.sqrt(2 / Math.PI) * deviation;
  }, 0);
}

function comparisonsOf(name: string, board: AgentBoard): AgentAccuracy["dieboldMariano"] {
  return board.comparisons.flatMap(({first, second, dieboldMariano: test}) => {
    if (first !== name && second !== name) return [];
    const sign = first === name ? 1 : -1;
    const statistic = test.adjusted === null ? null : sign * test.adjusted;
    return [{against: first === name ? second : first, statistic, p: test.adjustedP}];
  });
}
