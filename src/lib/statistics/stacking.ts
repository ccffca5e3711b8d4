// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Learning how to combine agents from their resolved predictions (METHODS E4). Train on the past, purged by the horizon. */
import {type Column, mapColumn} from "./column.js";
import {clippedLogit, logistic, logisticRegression} from "./logistic-regression.js";
import {inverse, matrix, timesVector} from "./matrix.js";

export interface SimplexStack {
  /** At least 0, summing to 1. */
  readonly weights: Float64Array;
  /** Mean log loss on the training cases. */
  readonly logLoss: number;
  readonly iterations: number;
}

/** Simplex weights of least log loss by EM: w_i <- w_i mean(p_i(y) / mixture(y)). @param experts probabilities of 1 by expert */
export function stackOnSimplex(experts: readonly Column[], outcomes: Column, maximum = 50_000): SimplexStack {
  const n = outcomes.length;
  const k = experts.length;
  const likelihoods = experts.map((p) => mapColumn(p, (value, t) => (outcomes[t] === 1 ? value : 1 - value)));
  let weights: Float64Array = new Float64Array(k).fill(1 / k);
  let iterations = 0;
  for (; iterations < maximum; iterations++) {
    const next = new Float64Array(k);
    for (let t = 0; t < n; t++) {
      let mixture = 0;
      for (let i = 0; i < k; i++) mixture += weights[i]! * likelihoods[i]![t]!;
      for (let i = 0; i < k; i++) next[i]! += (weights[i]! * likelihoods[i]![t]!) / mixture / n;
    }
    const change = next.reduce((most, value, i) => Math.max(most, Math.abs(value - weights[i]!)), 0);
    weights = next;
    if (change < 1e-15) break;
  }
  return {weights, logLoss: mixtureLogLoss(likelihoods, weights), iterations};
}

function mixtureLogLoss(likelihoods: readonly Float64Array[], weights: Float64Array): number {
  const n = likelihoods[0]?.length ?? 0;
  let total = 0;
  for (let t = 0; t < n; t++)
    total -= Math.log(likelihoods.reduce((sum, column, i) => sum + weights[i]! * column[t]!, 0));
  return total / n;
}

/** Mean log loss of a linear pool with fixed weights. */
export function poolLogLoss(experts: readonly Column[], outcomes: Column, weights: Float64Array): number {
  const likelihoods = experts.map((p) => mapColumn(p, (value, t) => (outcomes[t] === 1 ? value : 1 - value)));
  return mixtureLogLoss(likelihoods, weights);
}

/** Non-negative weights of least squares (Lawson and Hanson 1974), not forced to sum to 1: least Brier score. */
export function nonNegativeLeastSquares(columns: readonly Column[], y: Column): Float64Array {
  const k = columns.length;
  const gram = matrix(k, k);
  const target = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    target[a] = dot(columns[a]!, y);
    for (let b = 0; b < k; b++) gram.values[a * k + b] = dot(columns[a]!, columns[b]!);
  }
  const passive = new Set<number>();
  let x: Float64Array = new Float64Array(k);
  for (let round = 0; round < 10 * k + 10; round++) {
    const gradient = timesVector(gram, x).map((value, i) => target[i]! - value);
    const candidate = steepest(gradient, passive, 1e-12 * Math.max(...target.map(Math.abs)));
    if (candidate < 0) return x;
    passive.add(candidate);
    x = solveWithin(gram.values, {target, passive, start: x});
  }
  return x;
}

function steepest(gradient: Float64Array, passive: ReadonlySet<number>, tolerance: number): number {
  let best = -1;
  gradient.forEach((value, i) => {
    if (!passive.has(i) && value > tolerance && (best < 0 || value > gradient[best]!)) best = i;
  });
  return best;
}

/** Least squares on the passive set, stepping back to the boundary while a weight would turn negative. */
function solveWithin(
  gram: Float64Array,
  {target, passive, start}: {target: Float64Array; passive: Set<number>; start: Float64Array}
): Float64Array {
  const k = target.length;
  let x = start;
  while (passive.size > 0) {
    const members = [...passive].sort((a, b) => a - b);
    const m = members.length;
    const small = matrix(m, m);
    members.forEach((a, i) => {
      members.forEach((b, j) => {
        small.values[i * m + j] = gram[a * k + b]!;
      });
    });
    const inverted = inverse(small);
    if (inverted === null) return x;
    const solved = timesVector(
      inverted,
      members.map((i) => target[i]!)
    );
    const full = new Float64Array(k);
    members.forEach((i, j) => {
      full[i] = solved[j]!;
    });
    if (solved.every((value) => value > 0)) return full;
    let step = 1;
    for (const i of members) if (full[i]! <= 0) step = Math.min(step, x[i]! / (x[i]! - full[i]!));
    x = x.map((value, i) => value + step * (full[i]! - value));
    for (const i of members) if (x[i]! <= 1e-15) passive.delete(i);
  }
  return x;
}

function dot(a: Column, b: Column): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

export interface LogisticStack {
  /** Intercept, then one coefficient an expert. */
  readonly coefficients: Float64Array;
}

/** Logistic regression on the experts' logits; null when it cannot be fitted. @param ridge on the slopes */
export function stackOnLogits(experts: readonly Column[], outcomes: Column, ridge = 0): LogisticStack | null {
  const fit = logisticRegression(
    outcomes,
    experts.map((p) => mapColumn(p, (value) => clippedLogit(value))),
    {ridge}
  );
  return fit === null ? null : {coefficients: fit.coefficients};
}

export function applyLogisticStack({coefficients}: LogisticStack, opinions: Column): number {
  let total = coefficients[0]!;
  for (let i = 0; i < opinions.length; i++) total += coefficients[i + 1]! * clippedLogit(opinions[i]!);
  return logistic(total);
}
