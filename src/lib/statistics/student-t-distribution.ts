/** Student's t distribution. */
import {betaCdf, betaQuantile} from "./beta-distribution.js";

/** P(|T| >= |t|) with the given degrees of freedom. NaN when df <= 0. */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  return betaCdf(df / (df + t * t), {a: df / 2, b: 0.5});
}

/** P(T <= t). */
export function studentCdf(t: number, df: number): number {
  const tail = studentTwoSided(t, df) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** P(T >= t), precise for large t. */
export function studentUpper(t: number, df: number): number {
  return studentCdf(-t, df);
}

/** t with P(T <= t) = p. */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  const tail = p < 0.5 ? p : 1 - p;
  const x = betaQuantile(2 * tail, {a: df / 2, b: 0.5});
  const size = Math.sqrt((df * (1 - x)) / x);
  return p < 0.5 ? -size : size;
}
