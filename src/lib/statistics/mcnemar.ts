// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** McNemar's test: do two agents' hits differ on the same cases? (METHODS T-3) */
import {binomialCdf} from "./binomial-distribution.js";
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, finitePairs, orNull} from "./column.js";

export interface McNemar {
  /** Cases that only the first one got right, and only the second one. */
  readonly firstOnly: number;
  readonly secondOnly: number;
  /** Exact two-sided binomial, twice the smaller tail, at most 1. */
  readonly exactP: number;
  readonly corrected: number | null;
  readonly correctedP: number | null;
  readonly uncorrected: number | null;
  readonly uncorrectedP: number | null;
  /** The exact p below 25 discordant cases, the corrected one from there on. */
  readonly p: number;
}

/** @param firstOnly b @param secondOnly c */
export function mcNemar({firstOnly, secondOnly}: {readonly firstOnly: number; readonly secondOnly: number}): McNemar {
  const discordant = firstOnly + secondOnly;
  const exactP =
    discordant === 0 ? 1 : Math.min(1, 2 * binomialCdf(Math.min(firstOnly, secondOnly), {n: discordant, p: 0.5}));
  const gap = Math.abs(firstOnly - secondOnly);
  const corrected = (gap - 1) ** 2 / discordant;
  const uncorrected = gap ** 2 / discordant;
  const correctedP = orNull(chiSquaredUpper(corrected, 1));
  return {
    firstOnly,
    secondOnly,
    exactP,
    corrected: orNull(corrected),
    correctedP,
    uncorrected: orNull(uncorrected),
    uncorrectedP: orNull(chiSquaredUpper(uncorrected, 1)),
    p: discordant < 25 || correctedP === null ? exactP : correctedP
  };
}

/** From two columns of hits (1) and misses (0) on the same cases. */
export function mcNemarOfHits(first: Column, second: Column): McNemar {
  const {x, y, n} = finitePairs(first, second);
  let firstOnly = 0;
  let secondOnly = 0;
  for (let i = 0; i < n; i++) {
    if (x[i]! > y[i]!) firstOnly++;
    if (y[i]! > x[i]!) secondOnly++;
  }
  return mcNemar({firstOnly, secondOnly});
}
