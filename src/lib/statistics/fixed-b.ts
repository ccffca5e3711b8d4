/**
 * Fixed-b critical values for a t-statistic with a Bartlett long-run variance (Kiefer and Vogelsang 2005), which the
 * long lags of Lazarus, Lewis, Stock and Watson (2018) ask for: with b = lag share of the sample the normal is too lenient.
 */

/** Polynomials in b of the two-sided critical values, Kiefer and Vogelsang 2005, table 1 (Bartlett). */
const POLYNOMIALS: Readonly<Record<string, readonly number[]>> = {
  "0.1": [1.6449, 2.1859, 0.3142, -0.3427],
  "0.05": [1.96, 2.9694, 0.416, -0.5324],
  "0.02": [2.3263, 4.1618, 0.5368, -0.906]
};

/** Two-sided critical value of |t| at alpha 0.1, 0.05 or 0.02; null for another alpha. @param b (lag + 1) / n */
export function fixedBCriticalValue(b: number, alpha: number): number | null {
  const polynomial = POLYNOMIALS[String(alpha)];
  if (polynomial === undefined || !(b >= 0 && b <= 1)) return null;
  return polynomial.reduceRight((value, coefficient) => value * b + coefficient, 0);
}

/** The smallest tabulated alpha at which |t| is beyond its fixed-b critical value; null when it is at none. */
export function fixedBSignificance(t: number, b: number): number | null {
  for (const alpha of [0.02, 0.05, 0.1]) {
    const critical = fixedBCriticalValue(b, alpha);
    if (critical !== null && Math.abs(t) > critical) return alpha;
  }
  return null;
}
