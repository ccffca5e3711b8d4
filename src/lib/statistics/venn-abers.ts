/** Venn-Abers prediction (Vovk and Petej 2014; METHODS S7): two isotonic fits, one with each outcome of the new case. */
import type {Column} from "./column.js";
import {isotonicRegression} from "./isotonic.js";

export interface VennAbersInterval {
  /** Probability when the new case is counted as 0. */
  readonly low: number;
  /** Probability when it is counted as 1. */
  readonly high: number;
  /** high / (1 - low + high): the one number that minimises the larger log-loss regret. */
  readonly merged: number;
}

/** Calibrated interval for one new score, from past scores with their outcomes. O(n log n). */
export function vennAbers(scores: Column, outcomes: Column, score: number): VennAbersInterval {
  const x = Float64Array.from(scores);
  const y = Float64Array.from(outcomes);
  const withNew = (outcome: number) => {
    const fit = isotonicRegression([...x, score], [...y, outcome]);
    return fit.fitted[x.length] ?? Number.NaN;
  };
  const low = withNew(0);
  const high = withNew(1);
  return {low, high, merged: high / (1 - low + high)};
}
