/**
 * Expected return per unit of score, learnt from outcomes: a running regression through the origin with forgetting,
 * shrunk to 0 by its own uncertainty. An agent whose score has not yet proved to mean anything expects nothing. Returns
 * are taken within three of their usual sizes: a few crashes would otherwise decide the sign for years.
 */
export interface ReturnSlope {
  /** Fraction per unit of score. */
  value(): number;
  /** @param score null when there was no prediction: nothing is learnt. */
  learn(score: number | null, outcomeReturn: number): void;
  snapshot(): ReturnSlopeState;
  restore(state: ReturnSlopeState): void;
}

export interface ReturnSlopeState {
  readonly weight: number;
  readonly scoreSquares: number;
  readonly products: number;
  readonly returnSquares: number;
}

/** Outcomes at which the slope counts half. */
const PRIOR_OUTCOMES = 100;
/** Share of the past kept at each outcome: a half-life of about 7 000 outcomes. */
const KEPT = 0.9999;
/** Returns count up to so many times their root mean square, once there is one to speak of. */
const USUAL_SIZES = 3;
const LEAST_OUTCOMES = 30;
/** The slope is 0 until its t reaches 2, and nearly whole from twice that on (positive-part James and Stein 1961). */
const SHRINKAGE = 4;

export function createReturnSlope(): ReturnSlope {
  let weight = 0;
  let scoreSquares = 0;
  let products = 0;
  let returnSquares = 0;
  return {
    value: () => {
      if (!(scoreSquares > 0)) return 0;
      const slope = products / scoreSquares;
      const explained = slope * products;
      const unexplained = returnSquares - explained;
      if (!(explained > 0) || !(unexplained > 0)) return 0;
      const tSquared = (explained * weight) / unexplained;
      return slope * Math.max(0, 1 - SHRINKAGE / tSquared) * (weight / (weight + PRIOR_OUTCOMES));
    },
    learn: (score, outcomeReturn) => {
      if (score === null) return;
      const bound =
        weight < LEAST_OUTCOMES ? Number.POSITIVE_INFINITY : USUAL_SIZES * Math.sqrt(returnSquares / weight);
      const counted = Math.min(Math.max(outcomeReturn, -bound), bound);
      weight = weight * KEPT + 1;
      scoreSquares = scoreSquares * KEPT + score * score;
      products = products * KEPT + score * counted;
      returnSquares = returnSquares * KEPT + counted * counted;
    },
    snapshot: () => ({weight, scoreSquares, products, returnSquares}),
    restore: (state) => {
      ({weight, scoreSquares, products, returnSquares} = state);
    }
  };
}
