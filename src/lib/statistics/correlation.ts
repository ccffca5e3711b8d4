// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Pearson, Spearman and Kendall correlation with their usual tests. Kernels give NaN for a column without spread. */
import {type Column, finitePairs, orNull} from "./column.js";
import {isDegenerate, mean} from "./moments.js";
import {normalQuantile, normalTwoSided} from "./normal-distribution.js";
import {averageRanks} from "./ranks.js";
import {studentTwoSided} from "./student-t-distribution.js";

/** Pearson correlation of columns without gaps; NaN below two pairs or without spread (METHODS C7). */
export function pearson(x: Column, y: Column): number {
  const n = Math.min(x.length, y.length);
  if (n < 2) return Number.NaN;
  const meanX = mean(x);
  const meanY = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (isDegenerate(Math.sqrt(xx / n), meanX) || isDegenerate(Math.sqrt(yy / n), meanY)) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Spearman correlation: Pearson of average ranks (METHODS I3, C8). */
export function spearman(x: Column, y: Column): number {
  return pearson(averageRanks(x), averageRanks(y));
}

export interface Correlation {
  readonly n: number;
  readonly dropped: number;
  readonly value: number | null;
  /** Two-sided, against 0. */
  readonly p: number | null;
}

/** Pearson over the finite pairs, p from t with n - 2 degrees of freedom. */
export function pearsonCorrelation(x: Column, y: Column): Correlation {
  const pairs = finitePairs(x, y);
  return tested(pearson(pairs.x, pairs.y), pairs);
}

/** Spearman over the finite pairs, p from t with n - 2 degrees of freedom. */
export function spearmanCorrelation(x: Column, y: Column): Correlation {
  const pairs = finitePairs(x, y);
  return tested(spearman(pairs.x, pairs.y), pairs);
}

function tested(value: number, pairs: {readonly n: number; readonly dropped: number}): Correlation {
  const df = pairs.n - 2;
  const t = value * Math.sqrt(df / ((1 - value) * (1 + value)));
  return {n: pairs.n, dropped: pairs.dropped, value: orNull(value), p: orNull(studentTwoSided(t, df))};
}

/** Fisher-z interval for a Pearson correlation; null below n = 4. @param level e.g. 0.95 */
export function fisherInterval(
  correlation: number,
  {n, level = 0.95}: {n: number; level?: number}
): [low: number, high: number] | null {
  if (n < 4 || !Number.isFinite(correlation)) return null;
  const half = normalQuantile(0.5 + level / 2) / Math.sqrt(n - 3);
  const centre = Math.atanh(correlation);
  return [Math.tanh(centre - half), Math.tanh(centre + half)];
}

/** Kendall's tau-b over the finite pairs, p from the normal approximation with ties (Kendall 1970). O(n^2). */
export function kendallTau(x: Column, y: Column): Correlation {
  const pairs = finitePairs(x, y);
  const {n} = pairs;
  let score = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) score += Math.sign(pairs.x[i]! - pairs.x[j]!) * Math.sign(pairs.y[i]! - pairs.y[j]!);
  const tiesX = tieSums(pairs.x);
  const tiesY = tieSums(pairs.y);
  const total = (n * (n - 1)) / 2;
  const value = score / Math.sqrt((total - tiesX.pairs) * (total - tiesY.pairs));
  const m = n * (n - 1);
  const spread =
    (m * (2 * n + 5) - tiesX.cubic - tiesY.cubic) / 18 +
    (2 * tiesX.pairs * tiesY.pairs) / m +
    (tiesX.triples * tiesY.triples) / (9 * m * (n - 2));
  const p = normalTwoSided(score / Math.sqrt(spread));
  return {n, dropped: pairs.dropped, value: orNull(value), p: orNull(p)};
}

/** For groups of t equal values: sum t(t-1)/2, t(t-1)(2t+5) and t(t-1)(t-2). */
function tieSums(values: Column): {pairs: number; cubic: number; triples: number} {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1);
  let pairs = 0;
  let cubic = 0;
  let triples = 0;
  for (const t of counts.values()) {
    pairs += (t * (t - 1)) / 2;
    cubic += t * (t - 1) * (2 * t + 5);
    triples += t * (t - 1) * (t - 2);
  }
  return {pairs, cubic, triples};
}
