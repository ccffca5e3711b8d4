// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Is the best parameter on a plateau or on a needle? (METHODS O8) */
import {type Column, orNull} from "./column.js";
import {mean} from "./moments.js";

export interface ParameterStability {
  readonly best: number;
  readonly neighbours: number;
  /** Share of the best point's neighbours within one standard error of it; null without neighbours. */
  readonly withinOneError: number | null;
  /** Mean of best and neighbours over the best score: 1 = a plateau; null when the best score is not positive. */
  readonly plateau: number | null;
}

/** @param scores of grid points @param neighboursOf places next to each point @param error standard error of the best score */
export function parameterStability(
  scores: Column,
  neighboursOf: (point: number) => readonly number[],
  error: number
): ParameterStability {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  const around = neighboursOf(best).filter((i) => Number.isFinite(scores[i] ?? Number.NaN));
  const near = around.filter((i) => scores[i]! >= scores[best]! - error).length;
  const plateau = mean([best, ...around].map((i) => scores[i]!)) / scores[best]!;
  return {
    best,
    neighbours: around.length,
    withinOneError: orNull(near / around.length),
    plateau: scores[best]! > 0 ? orNull(plateau) : null
  };
}
