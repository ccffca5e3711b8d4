// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Weighting agents by what they have shown, with a bound on regret: exponential weights (METHODS E1), Bayesian averaging
 * and fixed share (E2). Agents that abstain (NaN loss) sleep: their weight is kept, the awake ones share what they hold.
 */
import {assert} from "../core/assert.js";
import type {Matrix} from "./matrix.js";
import {rowOf} from "./matrix.js";

export interface WeightPath {
  readonly rounds: number;
  readonly experts: number;
  /** Weights used IN round t (before its loss), rounds x experts, row-major. */
  readonly used: Float64Array;
  /** Weights after the last round. */
  readonly final: Float64Array;
  /** sum over rounds of the weighted mean loss. */
  readonly expectedLoss: number;
  /** Summed loss of each expert over the rounds it was awake. */
  readonly expertLosses: Float64Array;
  readonly best: number;
  /** expectedLoss less the best expert's loss. */
  readonly regret: number;
}

export interface WeightOptions {
  /** Learning rate; see `hedgeRate`. */
  readonly rate: number;
  /** Share spread evenly after each update (Herbster and Warmuth 1998). Default 0. */
  readonly share?: number;
  /** Exponent of the old weights, below 1 forgets. Default 1. */
  readonly discount?: number;
}

/** eta = sqrt(8 ln K / T) for losses in [0, 1]. */
export function hedgeRate(experts: number, rounds: number): number {
  return Math.sqrt((8 * Math.log(experts)) / rounds);
}

/** sqrt(T ln K / 2): regret of the expected loss at `hedgeRate` (Cesa-Bianchi and Lugosi 2006). */
export function hedgeRegretBound(experts: number, rounds: number): number {
  return Math.sqrt((rounds * Math.log(experts)) / 2);
}

/** w <- w exp(-rate loss), normalised. @param losses rounds x experts, NaN = asleep */
export function exponentialWeights(losses: Matrix, options: WeightOptions): WeightPath {
  const {rows, columns} = losses;
  assert(columns > 0, "there is at least one expert");
  const used = new Float64Array(rows * columns);
  const expertLosses = new Float64Array(columns);
  let weights: Float64Array = new Float64Array(columns).fill(1 / columns);
  let expectedLoss = 0;
  for (let t = 0; t < rows; t++) {
    used.set(weights, t * columns);
    const loss = rowOf(losses, t);
    expectedLoss += awakeMean(weights, loss);
    for (let i = 0; i < columns; i++) if (!Number.isNaN(loss[i]!)) expertLosses[i]! += loss[i]!;
    weights = updated(weights, loss, options);
  }
  const best = expertLosses.indexOf(Math.min(...expertLosses));
  return {
    rounds: rows,
    experts: columns,
    used,
    final: weights,
    expectedLoss,
    expertLosses,
    best,
    regret: expectedLoss - expertLosses[best]!
  };
}

function awakeMean(weights: Float64Array, loss: Float64Array): number {
  let total = 0;
  let mass = 0;
  for (let i = 0; i < loss.length; i++) {
    if (Number.isNaN(loss[i]!)) continue;
    total += weights[i]! * loss[i]!;
    mass += weights[i]!;
  }
  return mass > 0 ? total / mass : 0;
}

function updated(weights: Float64Array, loss: Float64Array, options: WeightOptions): Float64Array {
  const {rate, share = 0, discount = 1} = options;
  const awake = loss.map((value) => (Number.isNaN(value) ? 0 : 1));
  const mass = weights.reduce((total, weight, i) => total + weight * awake[i]!, 0);
  const lowest = loss.filter((value) => !Number.isNaN(value)).reduce((low, value) => Math.min(low, value), Infinity);
  // Relative to the smallest loss, so that long losing streaks do not underflow all weights at once.
  const raw = weights.map((weight, i) =>
    awake[i] === 1 ? weight ** discount * Math.exp(-rate * (loss[i]! - lowest)) : 0
  );
  const total = raw.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return weights;
  return weights.map((weight, i) => {
    const next = awake[i] === 1 ? (raw[i]! / total) * mass : weight;
    return (1 - share) * next + share / weights.length;
  });
}

export interface AveragedForecasts {
  readonly path: WeightPath;
  /** Mixture probability of each round. */
  readonly mixture: Float64Array;
  /** Summed log loss of the mixture. */
  readonly logLoss: number;
  readonly expertLogLosses: Float64Array;
}

/**
 * Bayesian model averaging: log loss with rate 1. Without sharing or discount the mixture's loss is exactly
 * -ln mean_i exp(-L_i). @param probabilities rounds x experts @param outcomes 0 or 1
 */
export function bayesianAverage(
  probabilities: Matrix,
  outcomes: ArrayLike<number>,
  options: Omit<WeightOptions, "rate"> = {}
): AveragedForecasts {
  const {rows, columns} = probabilities;
  const losses = {
    rows,
    columns,
    values: probabilities.values.map((p, i) => -Math.log(outcomes[Math.floor(i / columns)] === 1 ? p : 1 - p))
  };
  const path = exponentialWeights(losses, {rate: 1, ...options});
  const mixture = mixtureForecasts(probabilities, path);
  const logLoss = mixture.reduce((total, p, t) => total - Math.log(outcomes[t] === 1 ? p : 1 - p), 0);
  return {path, mixture, logLoss, expertLogLosses: path.expertLosses};
}

/** Weighted mean probability of the awake experts in each round; NaN when all sleep. */
export function mixtureForecasts(probabilities: Matrix, path: WeightPath): Float64Array {
  const {columns} = probabilities;
  return Float64Array.from({length: probabilities.rows}, (_, t) => {
    let total = 0;
    let mass = 0;
    for (let i = 0; i < columns; i++) {
      const p = probabilities.values[t * columns + i]!;
      if (Number.isNaN(p)) continue;
      total += path.used[t * columns + i]! * p;
      mass += path.used[t * columns + i]!;
    }
    return total / mass;
  });
}

/** -ln mean_i exp(-L_i): log loss of the Bayes mixture from the experts' summed log losses. */
export function bayesMixtureLoss(expertLosses: ArrayLike<number>): number {
  const lowest = Math.min(...Array.from(expertLosses));
  let total = 0;
  for (let i = 0; i < expertLosses.length; i++) total += Math.exp(lowest - expertLosses[i]!);
  return lowest - Math.log(total / expertLosses.length);
}
