// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Small dense matrices, row-major. For tens of columns, not for thousands. */
import {assert} from "../core/assert.js";
import type {Column} from "./column.js";

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, rows * columns values. */
  readonly values: Float64Array;
}

export function matrix(rows: number, columns: number): Matrix {
  return {rows, columns, values: new Float64Array(rows * columns)};
}

export function matrixFromRows(rows: readonly Column[]): Matrix {
  const made = matrix(rows.length, rows[0]?.length ?? 0);
  rows.forEach((row, i) => {
    made.values.set(Array.from(row), i * made.columns);
  });
  return made;
}

/** Columns side by side, each of the same length. */
export function matrixFromColumns(columns: readonly Column[]): Matrix {
  const rows = columns[0]?.length ?? 0;
  const made = matrix(rows, columns.length);
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j]!;
    assert(column.length === rows, `column ${j} has ${column.length} values, the first one ${rows}`);
    for (let i = 0; i < rows; i++) made.values[i * columns.length + j] = column[i]!;
  }
  return made;
}

export function columnOf(source: Matrix, column: number): Float64Array {
  const made = new Float64Array(source.rows);
  for (let i = 0; i < source.rows; i++) made[i] = source.values[i * source.columns + column]!;
  return made;
}

export function rowOf(source: Matrix, row: number): Float64Array {
  return source.values.subarray(row * source.columns, (row + 1) * source.columns);
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  assert(a.columns === b.rows, `cannot multiply ${a.rows}x${a.columns} with ${b.rows}x${b.columns}`);
  const made = matrix(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < b.columns; j++) made.values[i * b.columns + j]! += factor * b.values[k * b.columns + j]!;
    }
  return made;
}

export function timesVector(a: Matrix, x: Column): Float64Array {
  const made = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) {
    let total = 0;
    for (let j = 0; j < a.columns; j++) total += a.values[i * a.columns + j]! * x[j]!;
    made[i] = total;
  }
  return made;
}

export function transpose(a: Matrix): Matrix {
  const made = matrix(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) made.values[j * a.rows + i] = a.values[i * a.columns + j]!;
  return made;
}

/** Inverse by Gauss-Jordan elimination with partial pivoting; null when singular to 1e-13 of the largest entry. */
export function inverse(a: Matrix): Matrix | null {
  const n = a.rows;
  assert(n === a.columns, `only a square matrix has an inverse, not ${n}x${a.columns}`);
  const left = a.values.slice();
  const right = identity(n).values;
  const floor = 1e-13 * largest(left);
  for (let k = 0; k < n; k++) {
    const pivot = pivotRow(left, {n, k});
    if (!(Math.abs(left[pivot * n + k]!) > floor)) return null;
    swapRows(left, {n, a: k, b: pivot});
    swapRows(right, {n, a: k, b: pivot});
    const scale = 1 / left[k * n + k]!;
    for (let j = 0; j < n; j++) {
      left[k * n + j]! *= scale;
      right[k * n + j]! *= scale;
    }
    for (let i = 0; i < n; i++) {
      const factor = left[i * n + k]!;
      if (i === k || factor === 0) continue;
      for (let j = 0; j < n; j++) {
        left[i * n + j]! -= factor * left[k * n + j]!;
        right[i * n + j]! -= factor * right[k * n + j]!;
      }
    }
  }
  return {rows: n, columns: n, values: right};
}

export function identity(n: number): Matrix {
  const made = matrix(n, n);
  for (let i = 0; i < n; i++) made.values[i * n + i] = 1;
  return made;
}

/** Covariance matrix of columns of equal length without gaps. */
export function covarianceMatrix(columns: readonly Column[], ddof = 1): Matrix {
  const k = columns.length;
  const n = columns[0]?.length ?? 0;
  const made = matrix(k, k);
  const means = columns.map((column) => {
    let total = 0;
    for (let i = 0; i < n; i++) total += column[i]!;
    return total / n;
  });
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++) {
      let total = 0;
      for (let i = 0; i < n; i++) total += (columns[a]![i]! - means[a]!) * (columns[b]![i]! - means[b]!);
      made.values[a * k + b] = total / (n - ddof);
      made.values[b * k + a] = total / (n - ddof);
    }
  return made;
}

function largest(values: Float64Array): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}

function pivotRow(values: Float64Array, {n, k}: {n: number; k: number}): number {
  let best = k;
  for (let i = k + 1; i < n; i++) if (Math.abs(values[i * n + k]!) > Math.abs(values[best * n + k]!)) best = i;
  return best;
}

function swapRows(values: Float64Array, {n, a, b}: {n: number; a: number; b: number}): void {
  if (a === b) return;
  for (let j = 0; j < n; j++) {
    const held = values[a * n + j]!;
    values[a * n + j] = values[b * n + j]!;
    values[b * n + j] = held;
  }
}
