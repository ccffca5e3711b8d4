// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** How the information coefficient fades with the horizon (METHODS I9). Each horizon keeps its own n. */
import {type ForwardReturnOptions, forwardReturns} from "./forward-returns.js";
import {type CoefficientSummary, informationCoefficients, summarizeCoefficients} from "./information-coefficient.js";
import {simpleRegression} from "./least-squares.js";
import type {Panel} from "./panel.js";

export const DECAY_HORIZONS = [1, 2, 3, 5, 7, 10, 15, 20] as const;

export interface DecayPoint {
  readonly horizon: number;
  readonly cumulative: CoefficientSummary;
  /** Against the one-bar return h bars ahead. */
  readonly lastBar: CoefficientSummary;
}

export interface DecayOptions extends Omit<ForwardReturnOptions, "horizon" | "kind"> {
  readonly horizons?: readonly number[];
}

export function coefficientDecay(
  factor: Panel,
  prices: Panel,
  {horizons = DECAY_HORIZONS, ...policy}: DecayOptions = {}
): readonly DecayPoint[] {
  const summary = (horizon: number, kind: "cumulative" | "last-bar") =>
    summarizeCoefficients(
      informationCoefficients(factor, forwardReturns(prices, {horizon, kind, ...policy}).panel).values
    );
  return horizons.map((horizon) => ({
    horizon,
    cumulative: summary(horizon, "cumulative"),
    lastBar: summary(horizon, "last-bar")
  }));
}

/**
 * H of IC(h) = IC(1) 2^{-(h-1)/H}, by OLS of ln IC on h - 1 where IC > 0; null for fewer than 3 such points or no decay.
 * @param points mean coefficient by horizon
 */
export function decayHalfLife(
  points: readonly {readonly horizon: number; readonly mean: number | null}[]
): number | null {
  const usable = points.filter((point) => point.mean !== null && point.mean > 0);
  if (usable.length < 3) return null;
  const fit = simpleRegression(
    usable.map((point) => Math.log(point.mean ?? 1)),
    usable.map((point) => point.horizon - 1)
  );
  return fit === null || !(fit.slope < 0) ? null : -Math.LN2 / fit.slope;
}
