// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Automatic block length for the bootstrap (Politis and White 2004, corrected by Patton, Politis and White 2009). */
import {type Column, finiteValues} from "./column.js";
import {mean} from "./moments.js";

export interface BlockLengths {
  readonly n: number;
  /** Mean block of the stationary bootstrap; null below 8 values or without spread. */
  readonly stationary: number | null;
  readonly circular: number | null;
}

export function optimalBlockLength(values: Column): BlockLengths {
  const kept = finiteValues(values);
  const n = kept.length;
  const none = {n, stationary: null, circular: null};
  if (n < 8) return none;
  const {covariances, cutoff} = cutoffLag(kept);
  let weighted = 0;
  let longRun = covariances[0]!;
  for (let k = 1; k <= cutoff; k++) {
    // Flat-top trapezoidal window.
    const window = k / cutoff <= 0.5 ? 1 : 2 * (1 - k / cutoff);
    weighted += 2 * window * k * covariances[k]!;
    longRun += 2 * window * covariances[k]!;
  }
  if (!(covariances[0]! > 0) || longRun === 0) return none;
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const length = (scale: number) =>
    Math.min(longest, ((2 * weighted ** 2) / (scale * longRun ** 2)) ** (1 / 3) * n ** (1 / 3));
  return {n, stationary: length(2), circular: length(4 / 3)};
}

/** The mean block to use: the optimal one, at least `atLeast` (an overlapping horizon's length) and at least 1. */
export function meanBlock(values: Column, atLeast = 1): number {
  return Math.max(1, atLeast, optimalBlockLength(values).stationary ?? 1);
}

/** Twice the lag after which several autocorrelations in a row are insignificant. */
function cutoffLag(values: Float64Array): {covariances: Float64Array; cutoff: number} {
  const n = values.length;
  const centre = mean(values);
  const e = values.map((value) => value - centre);
  const run = Math.max(5, Math.floor(Math.log10(n)));
  const longest = Math.min(Math.ceil(Math.sqrt(n)) + run, n - 2);
  const critical = 2 * Math.sqrt(Math.log10(n) / n);
  const covariances = new Float64Array(longest + 1);
  const insignificant: boolean[] = [];
  let found: number | null = null;
  for (let lag = 0; lag <= longest; lag++) {
    let product = 0;
    let late = 0;
    let early = 0;
    for (let i = lag; i < n; i++) product += e[i]! * e[i - lag]!;
    for (let i = lag + 1; i < n; i++) late += e[i]! ** 2;
    for (let i = 0; i < n - lag - 1; i++) early += e[i]! ** 2;
    covariances[lag] = product / n;
    insignificant.push(Math.abs(product) / Math.sqrt(late * early) < critical);
    if (found === null && lag >= run && insignificant.slice(lag - run, lag).every(Boolean)) found = lag - run;
  }
  const cutoff = found === null ? longest : Math.min(2 * Math.max(found, 1), longest);
  return {covariances, cutoff};
}
