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
  return new RunningSlope();
}

/** A class: its numbers stay in their fields, where variables of a closure would be boxed anew at each outcome. */
class RunningSlope implements ReturnSlope {
  #weight = 0;
  #scoreSquares = 0;
  #products = 0;
  #returnSquares = 0;

  value(): number {
    if (!(this.#scoreSquares > 0)) return 0;
    const slope = this.#products / this.#scoreSquares;
    const explained = slope * this.#products;
    const unexplained = this.#returnSquares - explained;
    if (!(explained > 0) || !(unexplained > 0)) return 0;
    const tSquared = (explained * this.#weight) / unexplained;
    return slope * Math.max(0, 1 - SHRINKAGE / tSquared) * (this.#weight / (this.#weight + PRIOR_OUTCOMES));
  }

  learn(score: number | null, outcomeReturn: number): void {
    if (score === null) return;
    const weight = this.#weight;
    const bound =
      weight < LEAST_OUTCOMES ? Number.POSITIVE_INFINITY : USUAL_SIZES * Math.sqrt(this.#returnSquares / weight);
    const counted = Math.min(Math.max(outcomeReturn, -bound), bound);
    this.#weight = weight * KEPT + 1;
    this.#scoreSquares = this.#scoreSquares * KEPT + score * score;
    this.#products = this.#products * KEPT + score * counted;
    this.#returnSquares = this.#returnSquares * KEPT + counted * counted;
  }

  snapshot(): ReturnSlopeState {
    return {
      weight: this.#weight,
      scoreSquares: this.#scoreSquares,
      products: this.#products,
      returnSquares: this.#returnSquares
    };
  }

  restore({weight, scoreSquares, products, returnSquares}: ReturnSlopeState): void {
    this.#weight = weight;
    this.#scoreSquares = scoreSquares;
    this.#products = products;
    this.#returnSquares = returnSquares;
  }
}
