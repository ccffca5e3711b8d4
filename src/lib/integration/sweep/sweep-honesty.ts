/**
 * What the best of a sweep is worth once the luck of searching is taken off: deflated Sharpe ratio by the trial
 * registry's count, probability of overfitting over the sweep's own returns, minimum track record (METHODS O2-O5). What
 * cannot be worked out says why.
 */
import {backtestOverfitting} from "../../statistics/backtest-overfitting.js";
import {combinationCount} from "../../statistics/combinations.js";
import {deflatedSharpe, effectiveTrials} from "../../statistics/deflated-sharpe.js";
import {minimumTrackRecord, probabilisticSharpe, type SharpeEstimate} from "../../statistics/probabilistic-sharpe.js";
import {type CompactReturns, definedSteps, isAligned} from "./compact-returns.js";

/** What the registry knows of the family, this sweep included. */
export interface TriedSoFar {
  /** Different trials. */
  readonly count: number;
  /** Of their Sharpe ratios per candle, ddof 1; null for fewer than two. */
  readonly sharpeVariance: number | null;
  /** Returns on common bars, one column a trial. */
  readonly columns: readonly Float64Array[] | null;
}

/** A figure, or why there is none. */
export type Measured =
  | {readonly value: number; readonly reason?: never}
  | {readonly value: null; readonly reason: string};

export interface SweepHonesty {
  /** Different things ever tried in this strategy's name, this sweep included. */
  readonly trials: number;
  /** Probability that the true Sharpe ratio is above zero, were this the only trial. */
  readonly probabilisticSharpe: Measured;
  /** The same against what the best of so many trials shows by luck. */
  readonly deflatedSharpe: Measured;
  /** Sharpe ratio per candle that luck alone is expected to show. */
  readonly luckyRatio: Measured;
  /** Deflated by how many trials the correlated ones are worth: by mean correlation, by entropy of the eigenvalues. */
  readonly deflatedByCorrelation: Measured;
  readonly deflatedByEntropy: Measured;
  readonly probabilityOfOverfitting: Measured;
  /** Blocks of time, and trials, that the probability of overfitting rests on. */
  readonly overfittingBlocks: number | null;
  readonly overfittingTrials: number;
  /** Candles before the Sharpe ratio is above zero with 95 % confidence. */
  readonly minimumTrackRecord: Measured;
}

export interface HonestyInput {
  /** Shape of the best trial's returns per candle; null when they do not vary or there is no best. */
  readonly best: SharpeEstimate | null;
  /** Returns of the sweep's finished trials that vary, each different course once. */
  readonly returns: readonly CompactReturns[];
  readonly tried: TriedSoFar;
}

export function sweepHonesty({best, returns, tried}: HonestyInput): SweepHonesty {
  const overfitting = overfittingOf(returns);
  return {
    trials: tried.count,
    ...deflatedFigures(best, tried),
    probabilityOfOverfitting: overfitting.probability,
    overfittingBlocks: overfitting.blocks,
    overfittingTrials: returns.length,
    minimumTrackRecord: measured(
      best === null ? null : minimumTrackRecord(best),
      best === null ? NO_RATIO : "the Sharpe ratio is not above zero"
    )
  };
}

const NO_RATIO = "the best trial's returns do not vary";

type Deflated = Pick<
  SweepHonesty,
  "probabilisticSharpe" | "deflatedSharpe" | "luckyRatio" | "deflatedByCorrelation" | "deflatedByEntropy"
>;

function deflatedFigures(best: SharpeEstimate | null, {count, sharpeVariance, columns}: TriedSoFar): Deflated {
  const reason = best === null ? NO_RATIO : "fewer than two trials have a Sharpe ratio, so their spread is not known";
  const by = (trials: number | null, missing: string) => {
    if (best === null || sharpeVariance === null) return measured(null, reason);
    if (trials === null) return measured(null, missing);
    return measured(deflatedSharpe(best, {trials, spread: Math.sqrt(sharpeVariance)}).probability, UNSTABLE);
  };
  const worth = effectiveCounts(columns);
  const luck =
    best === null || sharpeVariance === null
      ? null
      : deflatedSharpe(best, {trials: count, spread: Math.sqrt(sharpeVariance)});
  return {
    probabilisticSharpe: measured(
      best === null ? null : probabilisticSharpe(best),
      best === null ? NO_RATIO : UNSTABLE
    ),
    deflatedSharpe: by(count, ""),
    luckyRatio: measured(luck?.threshold ?? null, reason),
    deflatedByCorrelation: by(worth.byCorrelation, worth.reason),
    deflatedByEntropy: by(worth.byEntropy, worth.reason)
  };
}

const UNSTABLE = "skewness and tails make the ratio's variance negative";

/** Above it the correlations of all pairs, and their eigenvalues, take longer than they are worth. */
const MAXIMUM_CORRELATED = 120;

function effectiveCounts(columns: TriedSoFar["columns"]) {
  const none = {byCorrelation: null, byEntropy: null};
  if (columns === null) return {...none, reason: "no two trials are on common bars"};
  const moving = columns.filter((column) => column.some((value) => value !== column[0]));
  if (moving.length > MAXIMUM_CORRELATED)
    return {...none, reason: `worked out for at most ${MAXIMUM_CORRELATED} trials; there are ${moving.length}`};
  const {byCorrelation, byEntropy} = effectiveTrials(moving);
  return {byCorrelation, byEntropy, reason: "fewer than two trials on common bars move"};
}

/** Fewest returns that a block of the cross-validation may hold: a ratio of less says nothing. */
const MINIMUM_BLOCK = 10;
/** Ratios worked out at most: splits times trials. */
const MAXIMUM_RATIOS = 1_500_000;

function overfittingOf(returns: readonly CompactReturns[]): {probability: Measured; blocks: number | null} {
  const none = (reason: string) => ({probability: measured(null, reason), blocks: null});
  const first = returns[0];
  if (first === undefined || returns.length < 2) return none("fewer than two trials have returns that vary and differ");
  if (!returns.every((one) => isAligned(first, one))) return none("the trials are not on common bars");
  const {columns, steps} = definedSteps(returns);
  const blocks = [16, 14, 12, 10, 8, 6, 4].find(
    (count) =>
      steps.length >= count * MINIMUM_BLOCK && combinationCount(count, count / 2) * returns.length <= MAXIMUM_RATIOS
  );
  if (blocks === undefined) return none(`${steps.length} steps are too few to be cut into blocks`);
  const {probability, undefinedSplits} = backtestOverfitting(columns, blocks);
  const reason = `${undefinedSplits} splits have a trial that never moves on one half`;
  return {probability: measured(probability, reason), blocks};
}

function measured(value: number | null, reason: string): Measured {
  return value === null ? {value, reason} : {value};
}
