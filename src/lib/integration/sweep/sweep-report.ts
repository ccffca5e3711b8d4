/**
 * A sweep as it is shown and kept: its trials ranked, the best of them, what choosing out of sample would have earned, and
 * how far the best may be believed. `digest` covers all that follows from the definition, and nothing of when, where or
 * by how many it was worked out.
 */
import {hashValue} from "../../core/hash.js";
import {timeframeMs} from "../../vocabulary/timeframe.js";
import {type CompactReturns, isAligned} from "./compact-returns.js";
import {type Criterion, ranking, scoreOf} from "./criterion.js";
import {type CrossValidation, crossValidation} from "./cross-validation.js";
import {foldMarket} from "./fold-selection.js";
import type {SweepDefinition} from "./sweep-definition.js";
import {type SweepHonesty, sweepHonesty, type TriedSoFar} from "./sweep-honesty.js";
import type {TrialFigures, TrialPath, TrialResult} from "./trial-result.js";
import {type WalkForward, walkForward} from "./walk-forward.js";

export interface FinishedTrial {
  readonly number: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly horizonCandles: number;
  /** A result, or the reason why there is none. */
  readonly outcome: {readonly result: TrialResult} | {readonly failed: string};
}

export interface ReportedTrial {
  readonly number: number;
  /** From 1; null for a trial without a score. */
  readonly rank: number | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly status: "finished" | "failed";
  readonly path: TrialPath | null;
  readonly digest: string | null;
  readonly figures: TrialFigures | null;
  readonly error: string | null;
}

export interface SweepReport {
  readonly id: string;
  readonly strategy: string;
  readonly rules: string;
  readonly snapshot: string;
  readonly isSimulated: boolean;
  readonly codeCommit: string;
  readonly timeframe: string;
  readonly by: Criterion;
  readonly search: SweepDefinition["search"];
  readonly parameters: SweepDefinition["parameters"];
  /** Parameters that assume something of the market rather than choose: costs and how orders are filled. */
  readonly assumptions: readonly string[];
  /** In order of rank. */
  readonly trials: readonly ReportedTrial[];
  /** The first in rank; null when no trial has the figure. */
  readonly best: ReportedTrial | null;
  readonly walkForward: WalkForward | null;
  readonly crossValidation: CrossValidation | null;
  readonly honesty: SweepHonesty;
  /** 64 hexadecimal digits: equal however, wherever and in how many pieces the trials were run. */
  readonly digest: string;
}

export interface SweepReportInput {
  readonly id: string;
  readonly definition: SweepDefinition;
  readonly isSimulated: boolean;
  readonly codeCommit: string;
  /** In order of number. */
  readonly trials: readonly FinishedTrial[];
  readonly tried: TriedSoFar;
}

export function createSweepReport(input: SweepReportInput): SweepReport {
  const {id, definition, isSimulated, codeCommit, trials, tried} = input;
  const {strategy, snapshot, by, search, parameters} = definition;
  const ranked = rankTrials(trials, by);
  const first = ranked[0];
  const best = first === undefined || first.rank === null ? null : first;
  const results = new Map(
    trials.flatMap(({number, outcome}) => ("result" in outcome ? [[number, outcome.result]] : []))
  );
  const folds = foldFigures(definition, trials);
  return {
    ...{id, strategy: strategy.name, rules: strategy.execution.rules, snapshot, isSimulated, codeCommit},
    ...{timeframe: strategy.timeframe, by, search, parameters},
    assumptions: parameters.map(({path}) => path).filter((path) => path.startsWith("execution.")),
    trials: ranked,
    best,
    ...folds,
    honesty: sweepHonesty({
      best: best === null ? null : (results.get(best.number)?.shape ?? null),
      returns: differingReturns([...results.values()]),
      tried
    }),
    digest: hashValue({definition, trials: ranked.map(({path: _, ...trial}) => trial), ...folds})
  };
}

/** Of trials that move, those that differ: a trial that did the same as another adds nothing to choose from. */
function differingReturns(results: readonly TrialResult[]): readonly CompactReturns[] {
  const moving = results.filter(({shape}) => shape !== null);
  return [...new Map(moving.map(({digest, returns}) => [digest, returns])).values()];
}

function rankTrials(trials: readonly FinishedTrial[], by: Criterion): readonly ReportedTrial[] {
  const scores = trials.map(({outcome}) => ("result" in outcome ? scoreOf(outcome.result.figures, by) : null));
  return ranking(scores).flatMap((place, index) => {
    const trial = trials[place];
    return trial === undefined ? [] : [reported(trial, scores[place] === null ? null : index + 1)];
  });
}

function reported({number, parameters, outcome}: FinishedTrial, rank: number | null): ReportedTrial {
  if ("failed" in outcome)
    return {
      ...{number, rank, parameters, status: "failed", path: null, digest: null, figures: null},
      error: outcome.failed
    };
  const {path, digest, figures} = outcome.result;
  return {number, rank, parameters, status: "finished", path, digest, figures, error: null};
}

function foldFigures(
  definition: SweepDefinition,
  trials: readonly FinishedTrial[]
): Pick<SweepReport, "walkForward" | "crossValidation"> {
  const {strategy, by, embargoCandles} = definition;
  const finished = trials.flatMap(({number, horizonCandles, outcome}) =>
    "result" in outcome ? [{number, horizonCandles, returns: outcome.result.returns}] : []
  );
  const first = finished[0];
  const isComparable = first !== undefined && finished.every(({returns}) => isAligned(first.returns, returns));
  if (!isComparable) {
    const missing = {isDefined: false, reason: "the trials are not on common bars, or none was finished"} as const;
    return {
      walkForward: definition.walkForward === null ? null : missing,
      crossValidation: definition.crossValidation === null ? null : missing
    };
  }
  const market = foldMarket(
    finished.map(({returns}) => returns),
    {
      candleMs: timeframeMs(strategy.timeframe),
      // The longest of all trials: no choice may see further than any of them.
      horizonCandles: Math.max(...finished.map(({horizonCandles}) => horizonCandles)),
      embargoCandles,
      criterion: by
    }
  );
  const numberOf = (index: number | null) => (index === null ? null : (finished[index]?.number ?? null));
  return {
    walkForward: definition.walkForward === null ? null : named(walkForward(market, definition.walkForward), numberOf),
    crossValidation:
      definition.crossValidation === null
        ? null
        : namedSplits(crossValidation(market, definition.crossValidation), numberOf)
  };
}

type NumberOf = (index: number | null) => number | null;

/** Folds know columns; a reader knows trials by their number in the sweep. */
function named(result: WalkForward, numberOf: NumberOf): WalkForward {
  if (!result.isDefined) return result;
  return {...result, folds: result.folds.map((fold) => ({...fold, chosen: numberOf(fold.chosen)}))};
}

function namedSplits(result: CrossValidation, numberOf: NumberOf): CrossValidation {
  if (!result.isDefined) return result;
  return {...result, splits: result.splits.map((split) => ({...split, chosen: numberOf(split.chosen)}))};
}
