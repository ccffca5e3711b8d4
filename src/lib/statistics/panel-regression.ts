// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Pooled regression over a panel with errors that allow for dependence across symbols and dates (METHODS I12). */
import {leastSquares} from "./least-squares.js";
import {type Matrix, matrix, multiply} from "./matrix.js";
import {type CoefficientTest, coefficientTests, longRunScores, scoresOf} from "./newey-west.js";
import {crossSection, type Panel} from "./panel.js";

export interface PanelRegression {
  readonly n: number;
  readonly dropped: number;
  readonly dates: number;
  readonly symbols: number;
  /** Intercept first. Driscoll and Kraay (1998): HAC on the scores summed by date. */
  readonly driscollKraay: readonly CoefficientTest[];
  /** Cameron, Gelbach and Miller (2011): V_date + V_symbol - V_both. */
  readonly twoWay: readonly CoefficientTest[];
}

/** Forward returns on factors, all rows pooled; null when it cannot be fitted. @param lag of the Driscoll-Kraay errors */
export function panelRegression(factors: readonly Panel[], forward: Panel, lag: number): PanelRegression | null {
  const rows = completeRows(factors, forward);
  const fit = leastSquares(rows.y, rows.x);
  if (fit === null) return null;
  const scores = scoresOf(fit);
  const byDate = summedScores(scores, rows.date);
  const bySymbol = summedScores(scores, rows.symbol);
  const sandwich = (meat: Matrix) => multiply(multiply(fit.inverseGram, meat), fit.inverseGram);
  const zero = {lag: 0};
  const meats = [longRunScores(byDate, zero), longRunScores(bySymbol, zero), longRunScores(scores, zero)];
  const combined = meats[0]!.values.map((value, i) => value + meats[1]!.values[i]! - meats[2]!.values[i]!);
  return {
    n: fit.n,
    dropped: rows.dropped,
    dates: byDate.rows,
    symbols: bySymbol.rows,
    driscollKraay: coefficientTests(fit, sandwich(longRunScores(byDate, {lag}))),
    twoWay: coefficientTests(fit, sandwich({rows: fit.k, columns: fit.k, values: combined}))
  };
}

interface PooledRows {
  readonly y: Float64Array;
  readonly x: readonly Float64Array[];
  readonly date: Int32Array;
  readonly symbol: Int32Array;
  readonly dropped: number;
}

function completeRows(factors: readonly Panel[], forward: Panel): PooledRows {
  const kept: {row: number; column: number}[] = [];
  for (let row = 0; row < forward.times.length; row++)
    for (let column = 0; column < forward.symbols.length; column++) {
      const finite = [forward, ...factors].every((panel) => Number.isFinite(crossSection(panel, row)[column]!));
      if (finite) kept.push({row, column});
    }
  const read = (panel: Panel) => Float64Array.from(kept, ({row, column}) => crossSection(panel, row)[column]!);
  return {
    y: read(forward),
    x: factors.map(read),
    date: Int32Array.from(kept, ({row}) => row),
    symbol: Int32Array.from(kept, ({column}) => column),
    dropped: forward.values.length - kept.length
  };
}

/** Scores summed within each cluster, in order of the cluster's number. */
function summedScores(scores: Matrix, clusters: Int32Array): Matrix {
  const numbers = [...new Set(clusters)].sort((a, b) => a - b);
  const place = new Map(numbers.map((number, i) => [number, i]));
  const made = matrix(numbers.length, scores.columns);
  for (let i = 0; i < scores.rows; i++) {
    const row = place.get(clusters[i]!) ?? 0;
    for (let j = 0; j < scores.columns; j++)
      made.values[row * scores.columns + j]! += scores.values[i * scores.columns + j]!;
  }
  return made;
}
