// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Cross-validation without leaks (Lopez de Prado 2018, ch. 7 and 12; METHODS L3, L4). Sample i uses information over
 * [start_i, end_i]; training samples whose information overlaps the test's are purged, and an embargo follows each test.
 */

import type {Column} from "./column.js";
import {combinationCount, combinations} from "./combinations.js";

export interface SampleSpans {
  /** Rising. */
  readonly start: Column;
  readonly end: Column;
}

export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Contiguous parts whose sizes differ by at most 1, the larger ones first (numpy array_split). */
export function contiguousParts(n: number, parts: number): readonly {readonly from: number; readonly to: number}[] {
  const size = Math.floor(n / parts);
  const larger = n % parts;
  return Array.from({length: parts}, (_, k) => {
    const from = k * size + Math.min(k, larger);
    return {from, to: from + size + (k < larger ? 1 : 0)};
  });
}

/** @param embargo share of all samples left out after each test fold */
export function purgedFolds(spans: SampleSpans, {folds, embargo}: {folds: number; embargo: number}): readonly Fold[] {
  const n = spans.start.length;
  return contiguousParts(n, folds).map((part) => foldOf(spans, [part], Math.trunc(n * embargo)));
}

export interface CombinatorialSplit extends Fold {
  readonly testGroups: readonly number[];
}

export interface CombinatorialFolds {
  readonly splits: readonly CombinatorialSplit[];
  /** Number of backtest paths, C(N, k) k / N. */
  readonly paths: number;
  /** Which split gives which group of which path: path j of a group is the j-th split that tests it. */
  readonly assignments: readonly {readonly split: number; readonly group: number; readonly path: number}[];
}

/** Combinatorial purged cross-validation: every choice of k of N groups is a test. */
export function combinatorialFolds(
  spans: SampleSpans,
  {groups, testGroups, embargo}: {groups: number; testGroups: number; embargo: number}
): CombinatorialFolds {
  const n = spans.start.length;
  const parts = contiguousParts(n, groups);
  const seen = new Int32Array(groups);
  const splits: CombinatorialSplit[] = [];
  const assignments: {split: number; group: number; path: number}[] = [];
  for (const chosen of combinations(groups, testGroups)) {
    const tests = chosen.map((group) => parts[group]!);
    for (const group of chosen) assignments.push({split: splits.length, group, path: seen[group]!++});
    splits.push({testGroups: chosen, ...foldOf(spans, tests, Math.trunc(n * embargo))});
  }
  return {splits, paths: (combinationCount(groups, testGroups) * testGroups) / groups, assignments};
}

/** Left of a test: samples that end by its start. Right of it: from the first start at or after its last end, plus embargo. */
function foldOf(spans: SampleSpans, tests: readonly {from: number; to: number}[], embargo: number): Fold {
  const n = spans.start.length;
  const allowed = new Uint8Array(n).fill(1);
  const test: number[] = [];
  for (const {from, to} of tests) {
    let lastEnd = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      test.push(i);
      if (spans.end[i]! > lastEnd) lastEnd = spans.end[i]!;
    }
    let resume = to;
    while (resume < n && spans.start[resume]! < lastEnd) resume++;
    for (let i = 0; i < n; i++) {
      const left = i < from && spans.end[i]! <= spans.start[from]!;
      const right = i >= resume + embargo;
      if (!left && !right) allowed[i] = 0;
    }
  }
  const train: number[] = [];
  for (let i = 0; i < n; i++) if (allowed[i] === 1) train.push(i);
  return {train: Int32Array.from(train), test: Int32Array.from(test)};
}
