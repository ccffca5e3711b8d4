// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** AdaHedge (de Rooij, van Erven, Grunwald and Koolen 2014; METHODS E1): exponential weights that need no horizon. */
import type {Matrix} from "./matrix.js";
import {rowOf} from "./matrix.js";

export interface AdaHedge {
  /** Weights used in each round, rounds x experts. */
  readonly used: Float64Array;
  readonly final: Float64Array;
  readonly expectedLoss: number;
  readonly regret: number;
}

/** The rate ln K / (cumulated mixability gap) falls as evidence comes in. @param losses rounds x experts, no gaps */
export function adaHedge(losses: Matrix): AdaHedge {
  const {rows, columns} = losses;
  const used = new Float64Array(rows * columns);
  const cumulated = new Float64Array(columns);
  let gap = 0;
  let expectedLoss = 0;
  for (let t = 0; t < rows; t++) {
    const rate = gap > 0 ? Math.log(columns) / gap : Number.POSITIVE_INFINITY;
    const weights = weightsAt(cumulated, rate);
    used.set(weights, t * columns);
    const loss = rowOf(losses, t);
    const hedge = weights.reduce((total, weight, i) => total + weight * loss[i]!, 0);
    expectedLoss += hedge;
    gap += Math.max(0, hedge - mixLoss(weights, loss, rate));
    for (let i = 0; i < columns; i++) cumulated[i]! += loss[i]!;
  }
  const rate = gap > 0 ? Math.log(columns) / gap : Number.POSITIVE_INFINITY;
  return {used, final: weightsAt(cumulated, rate), expectedLoss, regret: expectedLoss - Math.min(...cumulated)};
}

function weightsAt(cumulated: Float64Array, rate: number): Float64Array {
  const lowest = Math.min(...cumulated);
  const raw = cumulated.map((loss) =>
    Number.isFinite(rate) ? Math.exp(-rate * (loss - lowest)) : loss === lowest ? 1 : 0
  );
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

/** -ln(sum w e^{-rate l}) / rate; for an infinite rate the smallest loss among weighted experts. */
function mixLoss(weights: Float64Array, loss: Float64Array, rate: number): number {
  const lowest = loss.reduce(
    (low, value, i) => (weights[i]! > 0 ? Math.min(low, value) : low),
    Number.POSITIVE_INFINITY
  );
  if (!Number.isFinite(rate)) return lowest;
  let total = 0;
  for (let i = 0; i < loss.length; i++) total += weights[i]! * Math.exp(-rate * (loss[i]! - lowest));
  return lowest - Math.log(total) / rate;
}
