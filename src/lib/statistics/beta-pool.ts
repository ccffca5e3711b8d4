// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The beta-transformed linear pool (Ranjan and Gneiting 2010; METHODS E3): a mean of calibrated opinions is under-confident,
 * and the distribution function of Beta(a, b) puts the confidence back; a = b = 1 changes nothing.
 */
import {type BetaShape, betaCdf} from "./beta-distribution.js";
import {type Column, finitePairs} from "./column.js";
import {linearPool} from "./opinion-pools.js";
import {logLosses} from "./proper-scores.js";

/** I_x(a, b) of the linear pool x; null when no opinion is present. */
export function betaTransformedPool(opinions: Column, weights: Column, shape: BetaShape): number | null {
  const pooled = linearPool(opinions, weights);
  return pooled === null ? null : betaCdf(pooled, shape);
}

const FEWEST_CASES = 30;
const FINEST_STEP = 1e-4;
const LARGEST_LOG_SHAPE = 5;

/**
 * Shape with the least log loss on past linear pools and outcomes, by pattern search on its logarithms from a = b = 1
 * (Hooke and Jeeves 1961). Null below 30 cases or without both outcomes.
 */
export function fitBetaTransform(pooled: Column, outcomes: Column): BetaShape | null {
  const {x, y, n} = finitePairs(pooled, outcomes);
  const rises = y.reduce((sum, value) => sum + value, 0);
  if (n < FEWEST_CASES || rises === 0 || rises === n) return null;
  const shapeOf = (place: readonly number[]): BetaShape => ({a: Math.exp(place[0]!), b: Math.exp(place[1]!)});
  const lossAt = (place: readonly number[]): number => {
    if (place.some((value) => Math.abs(value) > LARGEST_LOG_SHAPE)) return Number.POSITIVE_INFINITY;
    const shape = shapeOf(place);
    const losses = logLosses(
      x.map((value) => betaCdf(value, shape)),
      y
    );
    return losses.reduce((sum, loss) => sum + loss, 0);
  };
  let place: readonly number[] = [0, 0];
  let least = lossAt(place);
  for (let step = 0.5; step > FINEST_STEP; ) {
    const tried = [
      [step, 0],
      [-step, 0],
      [0, step],
      [0, -step],
      [step, step],
      [-step, -step]
    ].map(([a, b]) => [place[0]! + a!, place[1]! + b!]);
    const losses = tried.map(lossAt);
    const best = losses.reduce((lowest, loss, i) => (loss < losses[lowest]! ? i : lowest), 0);
    if (losses[best]! < least) {
      least = losses[best]!;
      place = tried[best]!;
    } else step /= 2;
  }
  return shapeOf(place);
}
