/** Making factors of one slice orthogonal to each other (METHODS F8). */

import {symmetricEigen} from "../statistics/eigenvalues.js";
import {leastSquares} from "../statistics/least-squares.js";
import {matrix, matrixFromColumns, multiply, transpose} from "../statistics/matrix.js";

/**
 * Each column as the residual of its regression, with intercept, on the columns before it; the first is kept. The
 * order therefore matters and belongs beside the result. Instruments that lack any column are NaN in all; null where a
 * column is nothing but a mix of those before it, or there are too few instruments.
 */
export function orthogonaliseInOrder(columns: readonly Float64Array[]): Float64Array[] | null {
  const {used, kept} = completeRows(columns);
  const done: Float64Array[] = [];
  for (const [j, column] of kept.entries()) {
    const fit = leastSquares(column, kept.slice(0, j));
    if (fit === null || fit.n <= fit.k) return null;
    done.push(j === 0 ? column : fit.residuals);
  }
  return done.map((column) => spread(column, used, columns[0]?.length ?? 0));
}

/**
 * Lowdin's symmetric orthogonalisation (1950), F (F'F)^-1/2: of all orthonormal sets the one nearest to the columns, none
 * preferred. Instruments that lack any column are NaN in all; null where the columns depend on each other.
 */
export function orthogonaliseSymmetrically(columns: readonly Float64Array[]): Float64Array[] | null {
  const {used, kept} = completeRows(columns);
  if (used.length < columns.length) return null;
  const source = matrixFromColumns(kept);
  const {values, vectors} = symmetricEigen(multiply(transpose(source), source));
  const count = columns.length;
  const largest = values[0] ?? 0;
  if (!(largest > 0) || (values[count - 1] as number) <= 1e-12 * largest) return null;
  const scaled = matrix(count, count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      scaled.values[i * count + j] = (vectors.values[i * count + j] as number) / Math.sqrt(values[j] as number);
    }
  }
  const result = multiply(source, multiply(scaled, transpose(vectors)));
  return columns.map((column, j) =>
    spread(
      Float64Array.from(used, (_, row) => result.values[row * count + j] as number),
      used,
      column.length
    )
  );
}

function completeRows(columns: readonly Float64Array[]): {used: number[]; kept: Float64Array[]} {
  const length = columns[0]?.length ?? 0;
  const used = Array.from({length}, (_, i) => i).filter((i) => columns.every((column) => Number.isFinite(column[i])));
  return {used, kept: columns.map((column) => Float64Array.from(used, (i) => column[i] as number))};
}

/** Values put back where their rows were; NaN elsewhere. */
function spread(values: Float64Array, used: readonly number[], length: number): Float64Array {
  const out = new Float64Array(length).fill(Number.NaN);
  used.forEach((i, row) => {
    out[i] = values[row] as number;
  });
  return out;
}
