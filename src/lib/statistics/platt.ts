// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Platt's (1999) sigmoid map on the logit of p, with his smoothed targets (METHODS S7). */
import {type Column, mapColumn} from "./column.js";
import {clippedLogit, logistic, logisticRegression} from "./logistic-regression.js";

/** P(y = 1) = 1 / (1 + exp(a f + b)), f = logit(p). */
export interface PlattMap {
  readonly a: number;
  readonly b: number;
}

/** Null when the probabilities do not vary or there are none. */
export function fitPlatt(p: Column, y: Column): PlattMap | null {
  let positives = 0;
  for (let i = 0; i < y.length; i++) positives += y[i]!;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (y.length - positives + 2);
  const fit = logisticRegression(
    mapColumn(y, (value) => (value === 1 ? high : low)),
    [mapColumn(p, (value) => clippedLogit(value))]
  );
  return fit === null ? null : {a: 0 - fit.coefficients[1]!, b: 0 - fit.coefficients[0]!};
}

export function applyPlatt({a, b}: PlattMap, p: number): number {
  return logistic(-(a * clippedLogit(p) + b));
}
