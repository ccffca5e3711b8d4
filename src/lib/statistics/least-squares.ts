// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Ordinary least squares by Householder's QR. Rank deficiency gives null, never a made-up coefficient.
 * Standard errors: classical here, HC and HAC in robust-covariance.ts and newey-west.ts.
 */
import {assert} from "../core/assert.js";
import type {Column} from "./column.js";
import {type Matrix, matrix} from "./matrix.js";
import {mean, sum} from "./moments.js";

export interface LeastSquares {
  readonly n: number;
  /** Number of coefficients, the intercept among them. */
  readonly k: number;
  /** The regressors, n x k; the intercept is its first column when there is one. */
  readonly design: Matrix;
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
  readonly fitted: Float64Array;
  /** (X'X)^-1, k x k. */
  readonly inverseGram: Matrix;
  /** Residual sum of squares over n - k; NaN when n = k. */
  readonly residualVariance: number;
  /** 1 - SSR / centred SST (uncentred without an intercept); NaN when y has no spread. */
  readonly rSquared: number;
}

export interface DesignOptions {
  /** Puts a column of ones first. Default true. */
  readonly intercept?: boolean;
}

/** Fits y on columns of the same length, all finite. Null when n < k or the columns are linearly dependent. */
export function leastSquares(y: Column, columns: readonly Column[], options: DesignOptions = {}): LeastSquares | null {
  const intercept = options.intercept ?? true;
  const design = designMatrix(columns, {rows: y.length, intercept});
  const {rows: n, columns: k} = design;
  if (n < k || k === 0) return null;
  const factors = householder(design, y);
  if (factors === null) return null;
  const coefficients = backSubstitute(factors.r, factors.rotated);
  const fitted = new Float64Array(n);
  const residuals = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let value = 0;
    for (let j = 0; j < k; j++) value += design.values[i * k + j]! * coefficients[j]!;
    fitted[i] = value;
    residuals[i] = y[i]! - value;
  }
  const ssr = sumOfSquares(residuals, 0);
  const sst = sumOfSquares(y, intercept ? mean(y) : 0);
  return {
    n,
    k,
    design,
    coefficients,
    residuals,
    fitted,
    inverseGram: inverseGram(factors.r),
    residualVariance: n > k ? ssr / (n - k) : Number.NaN,
    rSquared: sst > 0 ? 1 - ssr / sst : Number.NaN
  };
}

/** Classical standard errors, sigma^2 (X'X)^-1 with n - k degrees of freedom. */
export function classicalErrors(fit: LeastSquares): Float64Array {
  return Float64Array.from({length: fit.k}, (_, j) =>
    Math.sqrt(fit.residualVariance * fit.inverseGram.values[j * fit.k + j]!)
  );
}

/** Simple regression y = intercept + slope x over columns without gaps; null without spread in x. */
export function simpleRegression(y: Column, x: Column): {intercept: number; slope: number; rSquared: number} | null {
  const fit = leastSquares(y, [x]);
  if (fit === null) return null;
  return {intercept: fit.coefficients[0]!, slope: fit.coefficients[1]!, rSquared: fit.rSquared};
}

function designMatrix(columns: readonly Column[], shape: {rows: number; intercept: boolean}): Matrix {
  const first = shape.intercept ? 1 : 0;
  const made = matrix(shape.rows, columns.length + first);
  for (let i = 0; i < shape.rows; i++) {
    if (first === 1) made.values[i * made.columns] = 1;
    for (let j = 0; j < columns.length; j++) made.values[i * made.columns + first + j] = columns[j]![i]!;
  }
  columns.forEach((column, j) => {
    assert(column.length === shape.rows, `regressor ${j} has ${column.length} values, y has ${shape.rows}`);
  });
  return made;
}

/** R (k x k, upper triangle) and the first k values of Q'y. */
function householder(design: Matrix, y: Column): {r: Matrix; rotated: Float64Array} | null {
  const {rows: n, columns: k} = design;
  const a = design.values.slice();
  const b = Float64Array.from(y);
  const scale = columnNorms(a, k);
  for (let j = 0; j < k; j++) {
    let norm = 0;
    for (let i = j; i < n; i++) norm += a[i * k + j]! ** 2;
    norm = Math.sqrt(norm);
    // A column that the earlier ones explain to 12 digits carries nothing but noise.
    if (!(norm > 1e-12 * scale[j]!) || norm === 0) return null;
    const alpha = a[j * k + j]! > 0 ? -norm : norm;
    const head = a[j * k + j]! - alpha;
    const reflect = (read: (i: number) => number, write: (i: number, value: number) => void) => {
      let dot = head * read(j);
      for (let i = j + 1; i < n; i++) dot += a[i * k + j]! * read(i);
      const factor = dot / (-alpha * head);
      write(j, read(j) - factor * head);
      for (let i = j + 1; i < n; i++) write(i, read(i) - factor * a[i * k + j]!);
    };
    for (let c = j + 1; c < k; c++)
      reflect(
        (i) => a[i * k + c]!,
        (i, value) => {
          a[i * k + c] = value;
        }
      );
    reflect(
      (i) => b[i]!,
      (i, value) => {
        b[i] = value;
      }
    );
    a[j * k + j] = alpha;
  }
  return {r: {rows: k, columns: k, values: a.slice(0, k * k)}, rotated: b.slice(0, k)};
}

function columnNorms(a: Float64Array, k: number): Float64Array {
  const norms = new Float64Array(k);
  for (let i = 0; i < a.length; i++) norms[i % k]! += a[i]! ** 2;
  return norms.map(Math.sqrt);
}

function backSubstitute(r: Matrix, b: Column): Float64Array {
  const k = r.rows;
  const x = new Float64Array(k);
  for (let i = k - 1; i >= 0; i--) {
    let value = b[i]!;
    for (let j = i + 1; j < k; j++) value -= r.values[i * k + j]! * x[j]!;
    x[i] = value / r.values[i * k + i]!;
  }
  return x;
}

/** (R'R)^-1 from R^-1. */
function inverseGram(r: Matrix): Matrix {
  const k = r.rows;
  const inverseR = matrix(k, k);
  for (let c = 0; c < k; c++) {
    const unit = new Float64Array(k);
    unit[c] = 1;
    const x = backSubstitute(r, unit);
    for (let i = 0; i < k; i++) inverseR.values[i * k + c] = x[i]!;
  }
  const made = matrix(k, k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      const products = new Float64Array(k);
      for (let c = 0; c < k; c++) products[c] = inverseR.values[i * k + c]! * inverseR.values[j * k + c]!;
      made.values[i * k + j] = sum(products);
    }
  return made;
}

function sumOfSquares(values: Column, centre: number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i]! - centre) ** 2;
  return total;
}
