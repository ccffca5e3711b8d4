// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Calibration by group and over time: who is over-confident where, and since when (METHODS S13). */
import {type Column, orNull} from "./column.js";
import {type DirectionCalls, directionCalls} from "./direction-calls.js";
import {mean, variance} from "./moments.js";
import {forecasts, type ProperScores, properScores} from "./proper-scores.js";

export interface GroupCalibration {
  readonly group: string;
  readonly scores: ProperScores;
  readonly calls: DirectionCalls;
  /** mean(|p - 0.5|) - (hit rate - 0.5): above 0 = over-confident. */
  readonly overconfidence: number | null;
  /** Variance of p, population. */
  readonly sharpness: number | null;
}

/** Groups (horizon, symbol class, regime, hour, ...) in order of their name. */
export function calibrationByGroup(p: Column, y: Column, groups: readonly string[]): readonly GroupCalibration[] {
  const names = [...new Set(groups)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return names.map((group) => {
    const places = groups.flatMap((name, i) => (name === group ? [i] : []));
    return calibrationOf(
      group,
      places.map((i) => p[i]!),
      places.map((i) => y[i]!)
    );
  });
}

/** Tenths of confidence |p - 0.5|, "0.0-0.1" to "0.9-1.0" of its range, as group names for `calibrationByGroup`. */
export function confidenceDeciles(p: Column): readonly string[] {
  return Array.from(p, (value) => {
    const decile = Math.min(9, Math.floor(Math.abs(value - 0.5) * 20));
    return `${(decile / 10).toFixed(1)}-${((decile + 1) / 10).toFixed(1)}`;
  });
}

function calibrationOf(group: string, p: Column, y: Column): GroupCalibration {
  const clean = forecasts(p, y);
  const calls = directionCalls(p, y);
  const confidence = mean(clean.p.map((value) => Math.abs(value - 0.5)));
  return {
    group,
    scores: properScores(p, y),
    calls,
    overconfidence: calls.hitRate === null ? null : orNull(confidence - (calls.hitRate - 0.5)),
    sharpness: orNull(variance(clean.p, 0))
  };
}

export interface CalibrationDrift {
  readonly n: number;
  /** Upper and lower sums after each case, in standard deviations of the outcome. */
  readonly upper: Float64Array;
  readonly lower: Float64Array;
  /** First case at which a sum passes the threshold; null while none does. */
  readonly alarm: number | null;
  readonly direction: "under-forecast" | "over-forecast" | null;
}

/** CUSUM (Page 1954) of (y - p) / sqrt(p (1 - p)) with slack k; alarm above h. The defaults give a false alarm in about 3000 cases. */
export function calibrationDrift(
  p: Column,
  y: Column,
  {slack = 0.25, threshold = 12}: {slack?: number; threshold?: number} = {}
): CalibrationDrift {
  const n = Math.min(p.length, y.length);
  const upper = new Float64Array(n);
  const lower = new Float64Array(n);
  let alarm: number | null = null;
  for (let i = 0; i < n; i++) {
    const safe = Math.min(1 - 1e-6, Math.max(1e-6, p[i]!));
    const z = (y[i]! - safe) / Math.sqrt(safe * (1 - safe));
    upper[i] = Math.max(0, (i === 0 ? 0 : upper[i - 1]!) + z - slack);
    lower[i] = Math.min(0, (i === 0 ? 0 : lower[i - 1]!) + z + slack);
    if (alarm === null && (upper[i]! > threshold || lower[i]! < -threshold)) alarm = i;
  }
  const direction = alarm === null ? null : upper[alarm]! > threshold ? "under-forecast" : "over-forecast";
  return {n, upper, lower, alarm, direction};
}
