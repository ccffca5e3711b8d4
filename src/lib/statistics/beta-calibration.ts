// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Beta calibration (Kull, Silva Filho and Flach 2017; METHODS S7): logit = c + a ln p - b ln(1 - p). */
import {type Column, mapColumn} from "./column.js";
import {logistic, logisticRegression} from "./logistic-regression.js";

export interface BetaMap {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Which shape parameter came out negative and was set to 0 before refitting. */
  readonly removed: "a" | "b" | null;
}

const CLIP = 1e-15;
const logOf = (p: number) => Math.log(Math.max(CLIP, p));
const minusLogOfRest = (p: number) => -Math.log(Math.max(CLIP, 1 - p));

/** Maximum likelihood with a, b >= 0: a negative one is dropped and the rest refitted. Null when it cannot be fitted. */
export function fitBeta(p: Column, y: Column): BetaMap | null {
  const first = mapColumn(p, logOf);
  const second = mapColumn(p, minusLogOfRest);
  const fit = logisticRegression(y, [first, second]);
  if (fit === null) return null;
  const [c, a, b] = [fit.coefficients[0]!, fit.coefficients[1]!, fit.coefficients[2]!];
  if (a >= 0 && b >= 0) return {a, b, c, removed: null};
  const removed = a < 0 ? "a" : "b";
  const again = logisticRegression(y, [removed === "a" ? second : first]);
  if (again === null) return null;
  const kept = Math.max(0, again.coefficients[1]!);
  return {a: removed === "a" ? 0 : kept, b: removed === "b" ? 0 : kept, c: again.coefficients[0]!, removed};
}

export function applyBeta({a, b, c}: BetaMap, p: number): number {
  return logistic(c + a * logOf(p) + b * minusLogOfRest(p));
}
