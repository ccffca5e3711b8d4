// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Harvey and Liu's (2015) haircut: the Sharpe ratio that is left when its p-value is adjusted for the trials (METHODS T-9). */
import {type Column, orNull} from "./column.js";
import {type Adjustment, adjustPValues} from "./multiple-testing.js";
import {normalQuantile, normalTwoSided} from "./normal-distribution.js";

export interface HaircutSharpe {
  readonly ratio: number;
  readonly pRaw: number;
  readonly pAdjusted: number;
  /** Per bar. */
  readonly haircutRatio: number;
  /** 1 - haircut / ratio; null for a ratio of 0. */
  readonly haircut: number | null;
}

/** t = SR sqrt(n), two-sided normal. @param ratios per bar, of all trials @param n bars behind each @param index the trial to cut */
export function haircutSharpe(
  ratios: Column,
  {n, index, adjustment}: {readonly n: number; readonly index: number; readonly adjustment: Adjustment}
): HaircutSharpe {
  const pValues = Float64Array.from(ratios, (ratio) => normalTwoSided(ratio * Math.sqrt(n)));
  const pAdjusted = adjustPValues(pValues, adjustment)[index]!;
  const ratio = ratios[index]!;
  // An adjusted p of 1 leaves nothing; Math.abs keeps it from being -0.
  const haircutRatio = (Math.sign(ratio) * Math.abs(normalQuantile(pAdjusted / 2))) / Math.sqrt(n);
  return {ratio, pRaw: pValues[index]!, pAdjusted, haircutRatio, haircut: orNull(1 - haircutRatio / ratio)};
}
