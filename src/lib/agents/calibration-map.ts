/** A fitted map from log-odds to probability, as plain data, so that a snapshot holds it as it is. */
import {applyBetaMap, type BetaMap} from "./calibration-beta.js";
import {applyIsotonicMap, type IsotonicMap} from "./calibration-isotonic.js";
import {applyPlattMap, type PlattMap} from "./calibration-platt.js";

export interface CalibrationMaps {
  readonly platt: PlattMap | null;
  readonly isotonic: IsotonicMap | null;
  readonly beta: BetaMap | null;
}

export type MapName = keyof CalibrationMaps;
export const MAP_NAMES: readonly MapName[] = ["platt", "isotonic", "beta"];

/** Probability by the named map; NaN while it has not been fitted. */
export function mappedProbability(maps: CalibrationMaps, name: MapName, score: number): number {
  switch (name) {
    case "platt":
      return maps.platt === null ? Number.NaN : applyPlattMap(maps.platt, score);
    case "isotonic":
      return maps.isotonic === null ? Number.NaN : applyIsotonicMap(maps.isotonic, score);
    case "beta":
      return maps.beta === null ? Number.NaN : applyBetaMap(maps.beta, score);
  }
}
