// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Logistic regression by Newton's method, with targets in [0, 1], an offset and a ridge where they are asked for. */
import type {Column} from "./column.js";
import {inverse, type Matrix, matrix, timesVector} from "./matrix.js";

export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

export function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** ln(p / (1 - p)) with p clipped, so that a certain forecast stays finite. */
export function clippedLogit(p: number, clip = 1e-15): number {
  return logit(Math.min(1 - clip, Math.max(clip, p)));
}

export interface LogisticOptions {
  /** Default true. */
  readonly intercept?: boolean;
  /** Added to the linear part with a coefficient of 1. */
  readonly offset?: Column;
  /** Penalty ridge/2 * sum of squared slopes (never on the intercept). Default 0. */
  readonly ridge?: number;
}

export interface LogisticFit {
  readonly n: number;
  /** Intercept first when there is one. */
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** Sum of y ln p + (1 - y) ln(1 - p), without the penalty. */
  readonly logLikelihood: number;
  readonly converged: boolean;
}

/** Null when the information matrix is singular (constant columns, perfect separation). @param y targets in [0, 1] */
export function logisticRegression(
  y: Column,
  columns: readonly Column[],
  options: LogisticOptions = {}
): LogisticFit | null {
  const intercept = options.intercept ?? true;
  const design = intercept ? [new Float64Array(y.length).fill(1), ...columns] : columns;
  const problem: Problem = {
    y,
    design,
    offset: options.offset ?? new Float64Array(y.length),
    penalties: Float64Array.from(design, (_, j) => (intercept && j === 0 ? 0 : (options.ridge ?? 0)))
  };
  let beta: Float64Array = new Float64Array(design.length);
  let value = objective(problem, beta);
  for (let step = 0; step < 100; step++) {
    const {gradient, information} = derivatives(problem, beta);
    const inverted = inverse(information);
    if (inverted === null) return null;
    const direction = timesVector(inverted, gradient);
    const moved = lineSearch(problem, {beta, direction, value});
    const change = Math.max(...Array.from(direction, (d, j) => Math.abs(d) / (1 + Math.abs(beta[j]!))));
    beta = moved.beta;
    value = moved.value;
    if (change < 1e-12 || moved.stuck) return finished(problem, beta, true);
  }
  return finished(problem, beta, false);
}

interface Problem {
  readonly y: Column;
  readonly design: readonly Column[];
  readonly offset: Column;
  readonly penalties: Float64Array;
}

function linear({design, offset}: Problem, beta: Column, row: number): number {
  let total = offset[row]!;
  for (let j = 0; j < design.length; j++) total += design[j]![row]! * beta[j]!;
  return total;
}

/** ln(1 + e^x) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function likelihood(problem: Problem, beta: Column): number {
  let total = 0;
  for (let i = 0; i < problem.y.length; i++) {
    const eta = linear(problem, beta, i);
    total += problem.y[i]! * eta - softplus(eta);
  }
  return total;
}

function objective(problem: Problem, beta: Column): number {
  let penalty = 0;
  for (let j = 0; j < beta.length; j++) penalty += (problem.penalties[j]! * beta[j]! ** 2) / 2;
  return likelihood(problem, beta) - penalty;
}

function derivatives(problem: Problem, beta: Column): {gradient: Float64Array; information: Matrix} {
  const k = problem.design.length;
  const gradient = new Float64Array(k);
  const information = matrix(k, k);
  for (let i = 0; i < problem.y.length; i++) {
    const p = logistic(linear(problem, beta, i));
    const weight = p * (1 - p);
    for (let a = 0; a < k; a++) {
      gradient[a]! += problem.design[a]![i]! * (problem.y[i]! - p);
      for (let b = 0; b < k; b++)
        information.values[a * k + b]! += weight * problem.design[a]![i]! * problem.design[b]![i]!;
    }
  }
  for (let a = 0; a < k; a++) {
    gradient[a]! -= problem.penalties[a]! * beta[a]!;
    information.values[a * k + a]! += problem.penalties[a]!;
  }
  return {gradient, information};
}

interface Step {
  readonly beta: Float64Array;
  readonly direction: Float64Array;
  readonly value: number;
}

/** Halves the Newton step until the objective does not fall. */
function lineSearch(
  problem: Problem,
  {beta, direction, value}: Step
): {beta: Float64Array; value: number; stuck: boolean} {
  for (let size = 1; size > 1e-10; size /= 2) {
    const tried = beta.map((b, j) => b + size * direction[j]!);
    const reached = objective(problem, tried);
    if (reached >= value) return {beta: tried, value: reached, stuck: false};
  }
  return {beta, value, stuck: true};
}

function finished(problem: Problem, beta: Float64Array, converged: boolean): LogisticFit | null {
  const inverted = inverse(derivatives(problem, beta).information);
  if (inverted === null) return null;
  const k = beta.length;
  return {
    n: problem.y.length,
    coefficients: beta,
    standardErrors: Float64Array.from({length: k}, (_, j) => Math.sqrt(inverted.values[j * k + j]!)),
    logLikelihood: likelihood(problem, beta),
    converged
  };
}
