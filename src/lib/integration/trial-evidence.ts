/**
 * What the trials before a result take off it (METHODS O1 to O5): the deflated Sharpe ratio by the number and spread of
 * all trials of its family, and the probability of overfitting where they were measured over the same stretch. A figure
 * that the trials cannot give comes with the reason.
 */
import {backtestOverfitting} from "../statistics/backtest-overfitting.js";
import {deflatedSharpe as deflate} from "../statistics/deflated-sharpe.js";
import {standardDeviation} from "../statistics/moments.js";
import type {SharpeEstimate} from "../statistics/probabilistic-sharpe.js";

export interface TrialEvidence {
  /** Different things ever tried of the family, this one among them. */
  readonly count: number;
  /** Sharpe ratios per candle of those that ended and whose returns vary. */
  readonly sharpes: Float64Array;
  /** Returns of trials over one stretch in the same steps, one column a trial; null when no two were. */
  readonly columns: readonly Float64Array[] | null;
}

export interface TrialJudgement {
  readonly trials: number;
  /** Probability that the true Sharpe ratio is above what the best of so many trials shows by luck. */
  readonly deflatedSharpe: number | null;
  /** The Sharpe ratio, a year's, that the best of so many worthless trials is expected to show. */
  readonly luckySharpe: number | null;
  readonly probabilityOfOverfitting: number | null;
  /** Why figures are missing; empty when none is. */
  readonly reason: string;
}

export interface JudgedTrial {
  /** Of the returns per candle; null when they do not vary. */
  readonly shape: SharpeEstimate | null;
  /** The trial's own returns, in the steps of the evidence's columns. */
  readonly returns: Float64Array;
  readonly periodsPerYear: number;
}

/** Blocks of the cross-validation: 16 as published, fewer where many trials would make it take minutes. */
const BLOCKS = 16;
const BLOCKS_OF_MANY = 10;
const MANY_TRIALS = 100;

export function judgeTrial(trial: JudgedTrial, evidence: TrialEvidence): TrialJudgement {
  const deflated = deflatedOf(trial, evidence);
  const overfitting = overfittingOf(trial, evidence);
  return {
    trials: evidence.count,
    deflatedSharpe: deflated.value,
    luckySharpe: deflated.threshold === null ? null : deflated.threshold * Math.sqrt(trial.periodsPerYear),
    probabilityOfOverfitting: overfitting.value,
    reason: [deflated.reason, overfitting.reason].filter((reason) => reason !== "").join("; ")
  };
}

interface Judged {
  readonly value: number | null;
  readonly reason: string;
}

/** With one trial there is nothing to take off: the threshold is zero, and so it is the probabilistic Sharpe ratio. */
function deflatedOf({shape}: JudgedTrial, {count, sharpes}: TrialEvidence): Judged & {threshold: number | null} {
  const none = {value: null, threshold: null};
  if (shape === null) return {...none, reason: "the deflated Sharpe ratio needs an equity that moves"};
  const spread = count === 1 ? 0 : standardDeviation(sharpes);
  if (!Number.isFinite(spread))
    return {...none, reason: `of ${count} trials too few ended with a Sharpe ratio to tell how they vary`};
  const {probability, threshold} = deflate(shape, {trials: count, spread});
  const reason = probability === null ? "the deflated Sharpe ratio is not defined for returns of this shape" : "";
  return {value: probability, threshold, reason};
}

function overfittingOf({returns}: JudgedTrial, {columns}: TrialEvidence): Judged {
  const needs = "the probability of overfitting needs a sweep over this very stretch: try `papertape sweep`";
  if (columns === null || !columns.some((column) => isSame(column, returns))) return {value: null, reason: needs};
  const blocks = columns.length > MANY_TRIALS ? BLOCKS_OF_MANY : BLOCKS;
  const rows = columns[0]?.length ?? 0;
  if (rows < 4 * blocks)
    return {value: null, reason: `the probability of overfitting needs ${4 * blocks} steps, not ${rows}`};
  const {probability, undefinedSplits} = backtestOverfitting(columns, blocks);
  const reason = probability === null ? `in all ${undefinedSplits} splits some trial's returns did not vary` : "";
  return {value: probability, reason};
}

/** The trial may stand among the others under another number: its returns tell. Rows without a value were left out. */
function isSame(column: Float64Array, returns: Float64Array): boolean {
  const own = column.length === returns.length ? returns : returns.filter((value) => !Number.isNaN(value));
  return column.length === own.length && column.every((value, row) => Object.is(value, own[row]));
}
