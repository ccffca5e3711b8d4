/** The error function and its complement, to about 1e-14 relative, also deep in the tail. */

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
/** Beyond it the complement is taken from the continued fraction; below, 1 - erf loses no more than 12 digits' worth. */
const SWITCH = 2;

export function erf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0) return -erf(-x);
  return x < SWITCH ? erfSeries(x) : 1 - erfcFraction(x);
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0) return 2 - erfc(-x);
  return x < SWITCH ? 1 - erfSeries(x) : erfcFraction(x);
}

/** Series with positive terms only: erf(x) = 2/sqrt(pi) e^{-x^2} sum 2^k x^{2k+1} / (2k+1)!! (Abramowitz-Stegun 7.1.6). */
function erfSeries(x: number): number {
  let term = x;
  let total = x;
  for (let k = 1; k < 200 && term > total * 1e-17; k++) {
    term *= (2 * x * x) / (2 * k + 1);
    total += term;
  }
  return TWO_OVER_ROOT_PI * Math.exp(-x * x) * total;
}

/** Laplace's continued fraction, evaluated from its tail (Abramowitz-Stegun 7.1.14). */
function erfcFraction(x: number): number {
  if (x > 27) return 0;
  const depth = Math.ceil(20 + 300 / (x * x));
  let tail = x;
  for (let k = depth; k >= 1; k--) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}
