/** Tails of the chi-squared and F distributions, as the tests of this layer need them. */
import {betaCdf} from "./beta-distribution.js";
import {upperGamma} from "./gamma-function.js";

/** P(X >= x) for chi-squared with df degrees of freedom. */
export function chiSquaredUpper(x: number, df: number): number {
  return df > 0 ? upperGamma(df / 2, Math.max(x, 0) / 2) : Number.NaN;
}

export interface FShape {
  readonly numerator: number;
  readonly denominator: number;
}

/** P(F >= f) with the given degrees of freedom. */
export function fUpper(f: number, df: FShape): number {
  if (!(df.numerator > 0) || !(df.denominator > 0)) return Number.NaN;
  if (f <= 0) return 1;
  const x = df.denominator / (df.denominator + df.numerator * f);
  return betaCdf(x, {a: df.denominator / 2, b: df.numerator / 2});
}
