/**
 * Exact rounding to a grid in float64, where float64 can tell. Both numbers stand for the decimals that their shortest
 * texts spell; the quotient is then off by less than MARGIN, so a quotient farther than that from any whole number is
 * on the same side of it as the exact one. Nearer, the answer is NaN, and exact decimals must decide.
 */

/** Relative; the rounding of both numbers, of up to two products and of the quotient comes to less than 1e-15. */
const MARGIN = 4e-15;
/** Above it the quotient's own digits no longer reach the place after the point with certainty. */
const LARGEST = 1e12;

/** How many whole steps `value` (at least 0) holds: floor(value / step). NaN where float64 cannot tell. */
export function wholeSteps(value: number, step: number): number {
  const quotient = value / step;
  const whole = Math.floor(quotient);
  const rest = quotient - whole;
  const doubt = quotient * MARGIN;
  return quotient < LARGEST && rest > doubt && 1 - rest > doubt ? whole : Number.NaN;
}

/** Whether `value` is less than `bound` (above 0); null where float64 cannot tell. */
export function isSurelyLess(value: number, bound: number): boolean | null {
  const difference = value - bound;
  return Math.abs(difference) > bound * MARGIN ? difference < 0 : null;
}
