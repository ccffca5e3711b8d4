/** Tests and intervals for a share of hits (METHODS T-4). */
import {betaQuantile} from "./beta-distribution.js";
import {binomialTwoSided, binomialUpper} from "./binomial-distribution.js";
import {normalQuantile} from "./normal-distribution.js";

export interface HitCount {
  readonly hits: number;
  readonly n: number;
}

export type Interval = readonly [low: number, high: number];

export interface HitTest extends HitCount {
  readonly rate: number | null;
  /** Exact binomial against the null rate. */
  readonly pTwoSided: number | null;
  readonly pGreater: number | null;
}

/** @param nullRate default 0.5 */
export function hitTest(count: HitCount, nullRate = 0.5): HitTest {
  const {hits, n} = count;
  if (n === 0) return {hits, n, rate: null, pTwoSided: null, pGreater: null};
  const trial = {n, p: nullRate};
  return {hits, n, rate: hits / n, pTwoSided: binomialTwoSided(hits, trial), pGreater: binomialUpper(hits, trial)};
}

/** Wilson's (1927) score interval; null for no trials. */
export function wilsonInterval({hits, n}: HitCount, level = 0.95): Interval | null {
  if (n === 0) return null;
  const z = normalQuantile(0.5 + level / 2);
  const rate = hits / n;
  const centre = rate + (z * z) / (2 * n);
  const half = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

/** Agresti and Coull (1998). */
export function agrestiCoullInterval({hits, n}: HitCount, level = 0.95): Interval | null {
  if (n === 0) return null;
  const z = normalQuantile(0.5 + level / 2);
  const total = n + z * z;
  const rate = (hits + (z * z) / 2) / total;
  const half = z * Math.sqrt((rate * (1 - rate)) / total);
  return [Math.max(0, rate - half), Math.min(1, rate + half)];
}

/** Clopper and Pearson (1934): exact, conservative. */
export function clopperPearsonInterval({hits, n}: HitCount, level = 0.95): Interval | null {
  if (n === 0) return null;
  const tail = (1 - level) / 2;
  const low = hits === 0 ? 0 : betaQuantile(tail, {a: hits, b: n - hits + 1});
  const high = hits === n ? 1 : betaQuantile(1 - tail, {a: hits + 1, b: n - hits});
  return [low, high];
}

/** Equal-tailed posterior under Jeffreys' prior Beta(1/2, 1/2). */
export function jeffreysInterval({hits, n}: HitCount, level = 0.95): Interval | null {
  if (n === 0) return null;
  const shape = {a: hits + 0.5, b: n - hits + 0.5};
  const tail = (1 - level) / 2;
  return [betaQuantile(tail, shape), betaQuantile(1 - tail, shape)];
}
