// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Shapley (1953) values: what each player adds, averaged over all orders of arrival (METHODS 8.6). */
import {assert} from "../core/assert.js";
import {seededRandom} from "../core/random.js";
import type {Column} from "./column.js";
import {leastSquares} from "./least-squares.js";
import {mean, standardDeviation} from "./moments.js";

/** Value of a coalition, given as a bit mask of players. */
export type CoalitionValue = (coalition: number) => number;

/** Above this many players the exact sum takes too many coalitions. */
export const EXACT_PLAYERS = 12;

/** Exact: sum over coalitions of |S|!(n-|S|-1)!/n! [v(S + i) - v(S)]. Each coalition is valued once. */
export function shapleyValues(players: number, value: CoalitionValue): Float64Array {
  assert(players <= EXACT_PLAYERS, `exact Shapley values are for at most ${EXACT_PLAYERS} players, not ${players}`);
  const values = Float64Array.from({length: 2 ** players}, (_, coalition) => value(coalition));
  const made = new Float64Array(players);
  const weights = coalitionWeights(players);
  for (let coalition = 0; coalition < values.length; coalition++) {
    const size = bitCount(coalition);
    for (let i = 0; i < players; i++) {
      const bit = 2 ** i;
      if ((coalition & bit) !== 0) continue;
      made[i]! += weights[size]! * (values[coalition | bit]! - values[coalition]!);
    }
  }
  return made;
}

/** s!(n-s-1)!/n! by size s. */
function coalitionWeights(players: number): Float64Array {
  const weights = new Float64Array(players);
  weights[0] = 1 / players;
  for (let s = 1; s < players; s++) weights[s] = (weights[s - 1]! * s) / (players - s);
  return weights;
}

function bitCount(mask: number): number {
  let bits = 0;
  for (let left = mask; left > 0; left = Math.floor(left / 2)) bits += left % 2;
  return bits;
}

export interface SampledShapley {
  readonly values: Float64Array;
  readonly standardErrors: Float64Array;
  /** Pairs of an order and its reverse. */
  readonly pairs: number;
}

/** Permutation sampling with antithetic reversed orders. @param value of a set of players, given as their flags */
export function sampledShapleyValues(
  players: number,
  value: (present: Uint8Array) => number,
  {seed, pairs}: {seed: number; pairs: number}
): SampledShapley {
  const random = seededRandom(seed);
  const draws = Array.from({length: players}, () => new Float64Array(pairs));
  const order = Array.from({length: players}, (_, i) => i);
  for (let r = 0; r < pairs; r++) {
    for (let i = players - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (const arrival of [order, order.slice().reverse()]) {
      const present = new Uint8Array(players);
      let before = value(present);
      for (const player of arrival) {
        present[player] = 1;
        const after = value(present);
        draws[player]![r]! += (after - before) / 2;
        before = after;
      }
    }
  }
  return {
    values: Float64Array.from(draws, mean),
    standardErrors: Float64Array.from(draws, (column) => standardDeviation(column) / Math.sqrt(pairs)),
    pairs
  };
}

/** Shares of R^2 by factor (Lindeman, Merenda and Gold 1980): they sum to the whole regression's. */
export function shapleyOfRSquared(y: Column, columns: readonly Column[]): Float64Array {
  return shapleyValues(columns.length, (coalition) => {
    if (coalition === 0) return 0;
    const chosen = columns.filter((_, i) => (coalition & (2 ** i)) !== 0);
    return leastSquares(y, chosen)?.rSquared ?? Number.NaN;
  });
}
