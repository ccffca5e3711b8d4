// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Is a series stationary? Augmented Dickey-Fuller, KPSS, and Engle-Granger cointegration. Levels in, intercept only. */
import {type Column, orNull} from "./column.js";
import {classicalErrors, type LeastSquares, leastSquares} from "./least-squares.js";
import {longRunVariance} from "./long-run-variance.js";
import {mean} from "./moments.js";
import {normalCdf} from "./normal-distribution.js";

export interface DickeyFuller {
  readonly n: number;
  readonly lags: number;
  readonly statistic: number | null;
  /** MacKinnon's (1994) response surface. */
  readonly p: number | null;
}

/** Lags up to ceil(12 (n/100)^(1/4)) chosen by Akaike's criterion on a common sample. Null: a unit root. */
export function dickeyFullerTest(levels: Column): DickeyFuller {
  return testRoot(levels, {intercept: true, variables: 1});
}

/** Engle and Granger (1987): unit root of the residuals of y on x. Null: no cointegration. */
export function engleGrangerTest(y: Column, x: Column): DickeyFuller {
  const fit = leastSquares(y, [x]);
  if (fit === null) return {n: y.length, lags: 0, statistic: null, p: null};
  return testRoot(fit.residuals, {intercept: false, variables: 2});
}

function testRoot(levels: Column, {intercept, variables}: {intercept: boolean; variables: 1 | 2}): DickeyFuller {
  const terms = intercept ? 1 : 0;
  const longest = Math.min(Math.floor(levels.length / 2) - terms - 1, Math.ceil(12 * (levels.length / 100) ** 0.25));
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let lags = 0; lags <= longest; lags++) {
    const fit = regression(levels, {lags, start: longest, intercept});
    if (fit === null) continue;
    const criterion = akaike(fit);
    if (criterion < lowest) {
      lowest = criterion;
      best = lags;
    }
  }
  const fit = regression(levels, {lags: best, start: best, intercept});
  if (fit === null) return {n: levels.length, lags: best, statistic: null, p: null};
  const statistic = fit.coefficients[terms]! / classicalErrors(fit)[terms]!;
  return {n: fit.n, lags: best, statistic: orNull(statistic), p: orNull(mackinnonP(statistic, variables))};
}

/** Change on the level before it and `lags` earlier changes, from observation start + 1 on. */
function regression(
  levels: Column,
  {lags, start, intercept}: {lags: number; start: number; intercept: boolean}
): LeastSquares | null {
  const n = levels.length - 1 - start;
  const change = (t: number) => levels[t]! - levels[t - 1]!;
  const column = (read: (t: number) => number) => Float64Array.from({length: n}, (_, i) => read(start + 1 + i));
  const columns = [column((t) => levels[t - 1]!)];
  for (let l = 1; l <= lags; l++) columns.push(column((t) => change(t - l)));
  return leastSquares(column(change), columns, {intercept});
}

function akaike(fit: LeastSquares): number {
  const squares = fit.residuals.reduce((total, e) => total + e * e, 0);
  return fit.n * Math.log(squares / fit.n) + 2 * fit.k;
}

/** Coefficients of MacKinnon (1994) with an intercept: below and above the switch, lowest power first. */
const SURFACES = {
  1: {
    low: -18.83,
    high: 2.74,
    turn: -1.61,
    small: [2.1659, 1.4412, 0.038269],
    large: [1.7339, 0.93202, -0.12745, -0.010368]
  },
  2: {
    low: -18.86,
    high: 0.92,
    turn: -2.62,
    small: [2.92, 1.5012, 0.039796],
    large: [2.1945, 0.64695, -0.29198, -0.042377]
  }
} as const;

function mackinnonP(statistic: number, variables: 1 | 2): number {
  const surface = SURFACES[variables];
  if (statistic > surface.high) return 1;
  if (statistic < surface.low) return 0;
  const powers = statistic <= surface.turn ? surface.small : surface.large;
  let value = 0;
  for (let i = powers.length - 1; i >= 0; i--) value = value * statistic + powers[i]!;
  return normalCdf(value);
}

export interface Kpss {
  readonly n: number;
  readonly lags: number;
  readonly statistic: number | null;
  /** Between 0.01 and 0.1: the table has no more; a value at an end means "at most" or "at least". */
  readonly p: number | null;
}

/** Kwiatkowski et al. (1992) around a level, lag by Hobijn, Franses and Ooms (1998). Null: stationary. */
export function kpssTest(levels: Column): Kpss {
  const n = levels.length;
  const centre = mean(levels);
  const residuals = Float64Array.from(levels, (value) => value - centre);
  const lags = hobijnLag(residuals);
  let partial = 0;
  let squares = 0;
  for (const e of residuals) {
    partial += e;
    squares += partial * partial;
  }
  const statistic = squares / n ** 2 / longRunVariance(residuals, {lag: lags});
  return {n, lags, statistic: orNull(statistic), p: orNull(kpssP(statistic))};
}

function hobijnLag(residuals: Float64Array): number {
  const n = residuals.length;
  const reach = Math.floor(n ** (2 / 9));
  let flat = residuals.reduce((total, e) => total + e * e, 0) / n;
  let sloped = 0;
  for (let l = 1; l <= reach; l++) {
    let product = 0;
    for (let t = l; t < n; t++) product += residuals[t]! * residuals[t - l]!;
    product /= n / 2;
    flat += product;
    sloped += l * product;
  }
  return Math.min(n - 1, Math.floor(1.1447 * ((sloped / flat) ** 2) ** (1 / 3) * n ** (1 / 3)));
}

const KPSS_TABLE = [
  [0.347, 0.1],
  [0.463, 0.05],
  [0.574, 0.025],
  [0.739, 0.01]
] as const;

function kpssP(statistic: number): number {
  if (statistic <= KPSS_TABLE[0][0]) return 0.1;
  for (let i = 1; i < KPSS_TABLE.length; i++) {
    const [below, pBelow] = KPSS_TABLE[i - 1]!;
    const [above, pAbove] = KPSS_TABLE[i]!;
    if (statistic <= above) return pBelow + ((pAbove - pBelow) * (statistic - below)) / (above - below);
  }
  return 0.01;
}
