// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Combinatorial purged cross-validation (Lopez de Prado 2018, ch. 12; METHODS L4): every choice of k of N groups of time
 * is a test once, the parameters are chosen on the rest without what touches the test, and the tests make whole paths.
 * Not one history but many: their spread says what a single backtest hides.
 */

import {orNull} from "../../statistics/column.js";
import {combinationCount} from "../../statistics/combinations.js";
import {mean, standardDeviation} from "../../statistics/moments.js";
import {combinatorialFolds, contiguousParts} from "../../statistics/purged-folds.js";
import {type ReturnFigures, returnFigures} from "./criterion.js";
import {type Choice, chooseOn, type FoldMarket, informationSpans} from "./fold-selection.js";

export interface CrossValidationPlan {
  readonly groups: number;
  readonly testGroups: number;
}

export interface PathFigures extends ReturnFigures {
  readonly path: number;
}

export type CrossValidation =
  | {readonly isDefined: false; readonly reason: string}
  | {
      readonly isDefined: true;
      readonly groups: number;
      readonly testGroups: number;
      /** One for each choice of groups: the trial chosen on the rest, and how many rows were purged. */
      readonly splits: readonly {
        readonly testGroups: readonly number[];
        readonly chosen: number | null;
        readonly trainSteps: number;
        readonly purgedSteps: number;
      }[];
      readonly paths: readonly PathFigures[];
      /** Annual Sharpe ratios of the paths. */
      readonly sharpe: {
        readonly mean: number | null;
        readonly deviation: number | null;
        readonly lowest: number | null;
        readonly highest: number | null;
        /** Share of the paths whose ratio is not above zero. */
        readonly notPositive: number | null;
      };
    };

/** Splits beyond which a cross-validation is refused. */
export const MAXIMUM_SPLITS = 2000;

export function crossValidation(market: FoldMarket, {groups, testGroups}: CrossValidationPlan): CrossValidation {
  const {steps, columns, stepMs, candleMs, embargoCandles, periods} = market;
  const n = steps.length;
  if (n < 2 * groups) return {isDefined: false, reason: `${n} steps are too few for ${groups} groups`};
  if (combinationCount(groups, testGroups) > MAXIMUM_SPLITS)
    return {isDefined: false, reason: `${groups} over ${testGroups} is more than ${MAXIMUM_SPLITS} splits`};
  // The folds take a share of all rows and cut it off: half a row more, so that rounding takes none away.
  const embargo = (Math.ceil((embargoCandles * candleMs) / stepMs) + 0.5) / n;
  const folds = combinatorialFolds(informationSpans(market), {groups, testGroups, embargo});
  const choices = folds.splits.map(({train}): Choice => {
    return train.length === 0 ? {trial: null, score: null} : chooseOn(market, train);
  });
  const parts = contiguousParts(n, groups);
  const returns = Array.from({length: folds.paths}, () => new Float64Array(n));
  for (const {split, group, path} of folds.assignments) {
    const {trial} = choices[split]!;
    const {from, to} = parts[group]!;
    // Without a choice the group is spent out of the market.
    if (trial !== null) returns[path]!.set(columns[trial]!.subarray(from, to), from);
  }
  const paths = returns.map((column, path) => ({path, ...returnFigures(column, periods)}));
  return {
    isDefined: true,
    groups,
    testGroups,
    splits: folds.splits.map(({testGroups: tested, train, test}, index) => ({
      testGroups: tested,
      chosen: choices[index]!.trial,
      trainSteps: train.length,
      purgedSteps: n - train.length - test.length
    })),
    paths,
    sharpe: spreadOf(paths.flatMap(({sharpe}) => (sharpe === null ? [] : [sharpe])))
  };
}

function spreadOf(ratios: readonly number[]) {
  return {
    mean: orNull(mean(ratios)),
    deviation: orNull(standardDeviation(ratios)),
    lowest: ratios.length === 0 ? null : Math.min(...ratios),
    highest: ratios.length === 0 ? null : Math.max(...ratios),
    notPositive: orNull(ratios.filter((ratio) => ratio <= 0).length / ratios.length)
  };
}
