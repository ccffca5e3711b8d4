// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The long-short portfolio that a factor implies, and its alpha against the equal-weight universe (METHODS I7). */
import {compoundAnnually} from "./annualisation.js";
import {type Column, finitePairs, orNull} from "./column.js";
import {classicalErrors, leastSquares} from "./least-squares.js";
import {mean} from "./moments.js";
import {coefficientTests, hacCovariance} from "./newey-west.js";
import {crossSection, type Panel, withValues} from "./panel.js";
import {median} from "./quantile.js";

/** "proportional": f - mean(f). "equal": +1/-1 about the median, each side scaled to 1. Both to gross 1. */
export type WeightRule = "proportional" | "equal";

/** Weights by date, NaN where the factor is absent; a date without spread has weights NaN. */
export function factorWeights(factor: Panel, rule: WeightRule = "proportional"): Panel {
  const weights = new Float64Array(factor.values.length).fill(Number.NaN);
  const width = factor.symbols.length;
  for (let row = 0; row < factor.times.length; row++) {
    const section = crossSection(factor, row);
    const present = section.filter(Number.isFinite);
    const centre = rule === "proportional" ? mean(present) : median(present);
    const tilts = section.map((value) => value - centre);
    if (rule === "equal") scaleSides(tilts);
    const gross = tilts.reduce((total, value) => total + (Number.isNaN(value) ? 0 : Math.abs(value)), 0);
    if (gross > 0) for (let j = 0; j < width; j++) weights[row * width + j] = tilts[j]! / gross;
  }
  return withValues(factor, weights);
}

function scaleSides(tilts: Float64Array): void {
  let above = 0;
  let below = 0;
  for (const tilt of tilts) {
    if (tilt > 0) above++;
    if (tilt < 0) below++;
  }
  for (let j = 0; j < tilts.length; j++) {
    if (tilts[j]! > 0) tilts[j] = 1 / above;
    else if (tilts[j]! < 0) tilts[j] = -1 / below;
  }
}

/** sum w * forward return by date over the pairs present; NaN for a date without any. */
export function portfolioReturns(weights: Panel, forward: Panel): Float64Array {
  return byDate(weights, forward, (w, r) => w * r);
}

/** Mean forward return by date over the symbols that have a weight. */
export function universeReturns(weights: Panel, forward: Panel): Float64Array {
  const sums = byDate(weights, forward, (_w, r) => r);
  const counts = byDate(weights, forward, () => 1);
  return sums.map((total, row) => total / counts[row]!);
}

function byDate(weights: Panel, forward: Panel, part: (weight: number, value: number) => number): Float64Array {
  const made = new Float64Array(weights.times.length).fill(Number.NaN);
  for (let row = 0; row < made.length; row++) {
    const w = crossSection(weights, row);
    const r = crossSection(forward, row);
    let total = 0;
    let n = 0;
    for (let j = 0; j < w.length; j++) {
      if (Number.isNaN(w[j]!) || Number.isNaN(r[j]!)) continue;
      total += part(w[j]!, r[j]!);
      n++;
    }
    if (n > 0) made[row] = total;
  }
  return made;
}

export interface AlphaBeta {
  readonly n: number;
  readonly dropped: number;
  /** Per horizon of h bars. */
  readonly alpha: number;
  readonly beta: number;
  /** (1 + alpha)^(P/h) - 1; never with 252 days (trap T4). */
  readonly alphaAnnual: number | null;
  readonly tAlpha: number | null;
  readonly tAlphaHac: number | null;
}

/** OLS of portfolio on universe returns; null when it cannot be fitted. @param periods bars a year */
export function alphaBeta(
  portfolio: Column,
  universe: Column,
  {periods, horizon, lag = Math.max(0, 2 * (horizon - 1))}: {periods: number; horizon: number; lag?: number}
): AlphaBeta | null {
  const {x, y, n, dropped} = finitePairs(universe, portfolio);
  const fit = leastSquares(y, [x]);
  if (fit === null) return null;
  const [alpha, beta] = [fit.coefficients[0]!, fit.coefficients[1]!];
  return {
    n,
    dropped,
    alpha,
    beta,
    alphaAnnual: compoundAnnually(alpha, periods / horizon),
    tAlpha: orNull(alpha / classicalErrors(fit)[0]!),
    tAlphaHac: coefficientTests(fit, hacCovariance(fit, {lag}))[0]?.t ?? null
  };
}
