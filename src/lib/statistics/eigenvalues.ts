// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (1846). For tens of columns. */
import {identity, type Matrix} from "./matrix.js";

export interface SymmetricEigen {
  /** In falling order. */
  readonly values: Float64Array;
  /** Column j belongs to value j. */
  readonly vectors: Matrix;
}

export function symmetricEigen(source: Matrix): SymmetricEigen {
  const n = source.rows;
  const a = source.values.slice();
  const v = identity(n).values;
  for (let sweep = 0; sweep < 100 && offDiagonal(a, n) > 1e-30 * trace2(a, n); sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, {n, p, q});
  const order = Array.from({length: n}, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j);
  const vectors = identity(n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors.values[i * n + to] = v[i * n + from]!;
  });
  return {values: Float64Array.from(order, (i) => a[i * n + i]!), vectors};
}

/** Zeroes a[p][q] by a rotation, which is gathered in v. */
function rotate(a: Float64Array, v: Float64Array, {n, p, q}: {n: number; p: number; q: number}): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const akp = a[k * n + p]!;
    const akq = a[k * n + q]!;
    a[k * n + p] = c * akp - s * akq;
    a[k * n + q] = s * akp + c * akq;
  }
  for (let k = 0; k < n; k++) {
    const apk = a[p * n + k]!;
    const aqk = a[q * n + k]!;
    a[p * n + k] = c * apk - s * aqk;
    a[q * n + k] = s * apk + c * aqk;
    const vkp = v[k * n + p]!;
    const vkq = v[k * n + q]!;
    v[k * n + p] = c * vkp - s * vkq;
    v[k * n + q] = s * vkp + c * vkq;
  }
}

function offDiagonal(a: Float64Array, n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) total += a[i * n + j]! ** 2;
  return total;
}

function trace2(a: Float64Array, n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += a[i * n + i]! ** 2;
  return total;
}
