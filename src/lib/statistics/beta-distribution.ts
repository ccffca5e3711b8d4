/** The regularised incomplete beta function, on which the t, F, beta and binomial distributions rest. */
import {logGamma} from "./gamma-function.js";

export interface BetaShape {
  readonly a: number;
  readonly b: number;
}

/** I_x(a, b), the distribution function of Beta(a, b). */
export function betaCdf(x: number, shape: BetaShape): number {
  if (Number.isNaN(x) || Number.isNaN(shape.a) || Number.isNaN(shape.b)) return Number.NaN;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return convergesFast(x, shape) ? lowerTail(x, shape) : 1 - lowerTail(1 - x, mirrored(shape));
}

/** 1 - I_x(a, b), precise in its tail. */
export function upperBeta(x: number, shape: BetaShape): number {
  return betaCdf(1 - x, mirrored(shape));
}

/** The fraction converges fast below the mean only; above it, its mirror image does. */
function convergesFast(x: number, {a, b}: BetaShape): boolean {
  return x < (a + 1) / (a + b + 2);
}

function mirrored({a, b}: BetaShape): BetaShape {
  return {a: b, b: a};
}

function lowerTail(x: number, shape: BetaShape): number {
  return front(x, shape) * fraction(x, shape);
}

/** Quantile of Beta(a, b), by bisection to the last digit. @param p in [0, 1] */
export function betaQuantile(p: number, shape: BetaShape): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  for (let k = 0; k < 1100; k++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (betaCdf(middle, shape) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function front(x: number, {a, b}: BetaShape): number {
  return Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
}

/** Continued fraction of the incomplete beta (Abramowitz-Stegun 26.5.8) by Lentz's method. */
function fraction(x: number, {a, b}: BetaShape): number {
  const tiny = 1e-300;
  const guarded = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}
