/** Walk-forward splits: fit on the past, predict the next step, move on (METHODS L5, O8). */
import {assert} from "../core/assert.js";
import type {Fold} from "./purged-folds.js";

export interface WalkForwardOptions {
  /** Samples in all, one a bar. */
  readonly n: number;
  /** Samples before the first test. */
  readonly initial: number;
  /** Samples between refits; each test is as long. */
  readonly step: number;
  /** "anchored": from the first sample on. "rolling": the last `initial` samples. */
  readonly kind: "anchored" | "rolling";
  /** Samples left out between training and test: the horizon h, whose labels reach into the test. Default 0. */
  readonly embargo?: number;
}

/** Folds in order of time; the last test may be shorter. */
export function walkForwardFolds(options: WalkForwardOptions): readonly Fold[] {
  const {n, initial, step, kind, embargo = 0} = options;
  assert(step > 0 && initial > embargo, `step ${step} and initial ${initial} leave something to train on`);
  const folds: Fold[] = [];
  for (let from = initial; from < n; from += step) {
    const start = kind === "anchored" ? 0 : from - initial;
    folds.push({train: range(start, from - embargo), test: range(from, Math.min(n, from + step))});
  }
  return folds;
}

/** Out-of-sample over in-sample annual return; null when the in-sample return is not positive. */
export function walkForwardEfficiency({
  inSample,
  outOfSample
}: {
  readonly inSample: number;
  readonly outOfSample: number;
}): number | null {
  return inSample > 0 ? outOfSample / inSample : null;
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({length: Math.max(0, to - from)}, (_, i) => from + i);
}
