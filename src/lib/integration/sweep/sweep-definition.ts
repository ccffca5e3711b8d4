/** All that a sweep's trials follow from. The same definition over the same snapshot and code gives the same result. */
import type {StrategyConfiguration} from "../../configuration/strategy-configuration.js";
import {OperatingError} from "../../core/operating-error.js";
import {combinationCount} from "../../statistics/combinations.js";
import {type Criterion, isOfReturns} from "./criterion.js";
import type {CrossValidationPlan} from "./cross-validation.js";
import {MAXIMUM_SPLITS} from "./cross-validation.js";
import {enumerateTrials, type Search, type TrialSpec} from "./enumerate-trials.js";
import type {SweptParameter} from "./swept-parameter.js";
import type {WalkForwardPlan} from "./walk-forward.js";

export interface SweepDefinition {
  /** Before any parameter is put in. */
  readonly strategy: StrategyConfiguration;
  readonly parameters: readonly SweptParameter[];
  readonly search: Search;
  readonly snapshot: string;
  /** Open time of the first traded candle and the time the tape ends; null: wherever the data do. */
  readonly from: number | null;
  readonly to: number | null;
  readonly by: Criterion;
  readonly walkForward: WalkForwardPlan | null;
  readonly crossValidation: CrossValidationPlan | null;
  readonly embargoCandles: number;
}

/** @throws OperatingError SWEEP_FOLDS_INVALID, and what `enumerateTrials` throws */
export function trialsOfSweep(definition: SweepDefinition): readonly TrialSpec[] {
  refuseFolds(definition);
  return enumerateTrials(definition.strategy, definition.parameters, definition.search);
}

function refuseFolds({by, walkForward, crossValidation, parameters}: SweepDefinition): void {
  if (walkForward === null && crossValidation === null) return;
  if (!isOfReturns(by)) throw invalid(`${by} is counted over trades and cannot be worked out over parts of the time`);
  if (parameters.some(({path}) => path === "timeframe"))
    throw invalid("trials of several timeframes have no common bars to be compared on");
  if (crossValidation === null) return;
  const {groups, testGroups} = crossValidation;
  if (!(testGroups >= 1 && groups > testGroups))
    throw invalid(`--cpcv is groups,test with more groups than are tested, not ${groups},${testGroups}`);
  if (combinationCount(groups, testGroups) > MAXIMUM_SPLITS)
    throw invalid(`--cpcv ${groups},${testGroups} is more than ${MAXIMUM_SPLITS} splits`);
}

function invalid(message: string): OperatingError {
  return new OperatingError(message, {code: "SWEEP_FOLDS_INVALID", details: {input: true}});
}
