// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Granger causality (1969): do past values of x help to predict y beyond y's own past? (METHODS I14) */
import {fUpper} from "./chi-squared-distribution.js";
import {type Column, finitePairs} from "./column.js";
import {leastSquares} from "./least-squares.js";

export interface GrangerTest {
  readonly n: number;
  readonly lags: number;
  readonly f: number;
  readonly p: number;
  readonly numeratorDf: number;
  readonly denominatorDf: number;
}

/** F test on lags 1..L of x in a regression of y with its own lags and an intercept; null when it cannot be fitted. */
export function grangerTest(x: Column, y: Column, lags: number): GrangerTest | null {
  const pairs = finitePairs(x, y);
  const n = pairs.n - lags;
  if (n < 2 * lags + 2) return null;
  const target = pairs.y.subarray(lags);
  const lagged = (values: Float64Array) =>
    Array.from({length: lags}, (_, l) => values.subarray(lags - l - 1, values.length - l - 1));
  const restricted = leastSquares(target, lagged(pairs.y));
  const full = leastSquares(target, [...lagged(pairs.y), ...lagged(pairs.x)]);
  if (restricted === null || full === null) return null;
  const squares = (residuals: Float64Array) => residuals.reduce((total, e) => total + e * e, 0);
  const denominatorDf = n - 2 * lags - 1;
  const own = squares(full.residuals);
  const f = (squares(restricted.residuals) - own) / lags / (own / denominatorDf);
  return {n, lags, f, p: fUpper(f, {numerator: lags, denominator: denominatorDf}), numeratorDf: lags, denominatorDf};
}
