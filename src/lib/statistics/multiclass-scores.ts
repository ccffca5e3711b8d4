// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Scores of probabilities over several classes (METHODS S1, S2, S5). */
import {equalWidthBins} from "./calibration-bins.js";
import {type Column, orNull} from "./column.js";
import {columnOf, type Matrix, rowOf} from "./matrix.js";
import {LOG_CLIP} from "./proper-scores.js";

export interface MulticlassScores {
  readonly n: number;
  /** Rows whose class is absent or whose probabilities are not finite. */
  readonly dropped: number;
  /** Sum over classes, 0..2. */
  readonly brier: number | null;
  readonly logLoss: number | null;
  /** For ordered classes: squared distances of cumulative probabilities, summed over K - 1. */
  readonly rankedProbability: number | null;
  /** The same over K - 1, in 0..1. */
  readonly rankedProbabilityNormalised: number | null;
  /** Expected calibration error of each class against the rest. */
  readonly classwiseCalibrationError: readonly (number | null)[];
  /** Of the probability of the class that was called. */
  readonly topLabelCalibrationError: number | null;
}

/** @param probabilities n x K, rows summing to 1 @param classes 0..K-1 @param bins of the calibration errors */
export function multiclassScores(probabilities: Matrix, classes: Column, bins = 10): MulticlassScores {
  const usable = usableRows(probabilities, classes);
  const k = probabilities.columns;
  let brier = 0;
  let log = 0;
  let ranked = 0;
  const top = new Float64Array(usable.length);
  const hits = new Float64Array(usable.length);
  usable.forEach((row, i) => {
    const p = rowOf(probabilities, row);
    const actual = classes[row]!;
    let cumulative = 0;
    let called = 0;
    for (let c = 0; c < k; c++) {
      brier += (p[c]! - (c === actual ? 1 : 0)) ** 2;
      cumulative += p[c]!;
      if (c < k - 1) ranked += (cumulative - (actual <= c ? 1 : 0)) ** 2;
      if (p[c]! > p[called]!) called = c;
    }
    log -= Math.log(Math.min(1, Math.max(LOG_CLIP, p[actual]!)));
    top[i] = p[called]!;
    hits[i] = called === actual ? 1 : 0;
  });
  const n = usable.length;
  return {
    n,
    dropped: probabilities.rows - n,
    brier: orNull(brier / n),
    logLoss: orNull(log / n),
    rankedProbability: orNull(ranked / n),
    rankedProbabilityNormalised: orNull(ranked / n / (k - 1)),
    classwiseCalibrationError: Array.from({length: k}, (_, c) => {
      const p = columnOf(probabilities, c);
      const chosen = Float64Array.from(usable, (row) => p[row]!);
      const y = Float64Array.from(usable, (row) => (classes[row] === c ? 1 : 0));
      return equalWidthBins(chosen, y, bins).errorL1;
    }),
    topLabelCalibrationError: equalWidthBins(top, hits, bins).errorL1
  };
}

function usableRows(probabilities: Matrix, classes: Column): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < probabilities.rows; row++) {
    const actual = classes[row] ?? Number.NaN;
    const known = Number.isInteger(actual) && actual >= 0 && actual < probabilities.columns;
    if (known && rowOf(probabilities, row).every(Number.isFinite)) rows.push(row);
  }
  return rows;
}
