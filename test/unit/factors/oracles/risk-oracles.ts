/** Formulas of the volatility, tail, calendar and lead-lag factors. */
import {
  ago,
  average,
  both,
  correlation,
  deviation,
  HOURS_A_YEAR,
  highest,
  logReturns,
  lowest,
  now,
  type Oracles,
  type Past,
  populationDeviation,
  returns,
  slope,
  tail,
  total,
  trueRanges,
  variance,
  wilder
} from "./past.js";

const YEARLY = Math.sqrt(HOURS_A_YEAR);
const HOUR_MS = 3_600_000;
const hours = ({closeTime}: Past) => closeTime / HOUR_MS;
/** Hours since a Monday midnight; 1970-01-01 was a Thursday. */
const weekHours = (past: Past) => (hours(past) + 72) % 168;

const lastLogs = ({close}: Past, n: number) => tail(logReturns(close), n);
const lastReturns = ({close}: Past, n: number) => tail(returns(close), n);
const rootMeanSquare = (values: readonly number[], n: number) =>
  Math.sqrt(total(values.map((value) => value * value)) / n);

/** One number a candle from its log prices against the open. */
function candleLogs({open, high, low, close}: Past, n: number) {
  return tail(
    open.map((_, i) => i),
    n
  ).map((i) => ({
    high: Math.log((high[i] as number) / (open[i] as number)),
    low: Math.log((low[i] as number) / (open[i] as number)),
    close: Math.log((close[i] as number) / (open[i] as number)),
    jump: Math.log((open[i] as number) / (close[i - 1] ?? Number.NaN))
  }));
}

const rogersSatchell = (past: Past, n: number) =>
  average(candleLogs(past, n).map(({high, low, close}) => high * (high - close) + low * (low - close)));

function bitcoinPairs({close, reference}: Past, n: number): {own: readonly number[]; bitcoin: readonly number[]} {
  return {own: tail(logReturns(close), n), bitcoin: tail(logReturns(reference), n)};
}

/** Type-7 quantile. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] as number;
  return below + ((sorted[Math.ceil(at)] as number) - below) * (at % 1);
}

const moment = (values: readonly number[], power: number) =>
  average(values.map((value) => ((value - average(values)) / populationDeviation(values)) ** power));

const falls = (values: readonly number[]) => values.filter((value) => value < 0);
const rises = (values: readonly number[]) => values.filter((value) => value > 0);

export const RISK_ORACLES: Oracles = {
  "atr-ratio": (past, n) => wilder(trueRanges(past), n) / now(past.close),
  "range-expansion": (past, n) => now(trueRanges(past)) / wilder(trueRanges(past), n),
  volatility: (past, n) => deviation(lastLogs(past, n)) * YEARLY,
  "volatility-rank": (past, n) => variance(lastLogs(past, n)),
  "volatility-ratio": (past, few, many) => deviation(lastLogs(past, few)) / deviation(lastLogs(past, many)),
  "downside-volatility": (past, n) => rootMeanSquare(falls(lastLogs(past, n)), n) * YEARLY,
  "volatility-skew": (past, n) => {
    const changes = lastLogs(past, n);
    const sides = rootMeanSquare(falls(changes), n) - rootMeanSquare(rises(changes), n);
    return sides / rootMeanSquare(changes, n);
  },
  "volatility-of-volatility": (past, n) => {
    const sizes = lastLogs(past, n).map(Math.abs);
    return deviation(sizes) / average(sizes);
  },
  parkinson: (past, n) =>
    Math.sqrt(average(candleLogs(past, n).map(({high, low}) => (high - low) ** 2)) / (4 * Math.LN2)) * YEARLY,
  "garman-klass": (past, n) => {
    const parts = candleLogs(past, n).map(
      ({high, low, close}) => (high - low) ** 2 / 2 - (2 * Math.LN2 - 1) * close ** 2
    );
    return Math.sqrt(average(parts)) * YEARLY;
  },
  "rogers-satchell": (past, n) => Math.sqrt(rogersSatchell(past, n)) * YEARLY,
  "yang-zhang": (past, n) => {
    const logs = candleLogs(past, n);
    const share = 0.34 / (1.34 + (n + 1) / (n - 1));
    const jumps = variance(logs.map(({jump}) => jump));
    const bodies = variance(logs.map(({close}) => close));
    return Math.sqrt(jumps + share * bodies + (1 - share) * rogersSatchell(past, n)) * YEARLY;
  },
  "bollinger-width": ({close}, n) => (4 * populationDeviation(tail(close, n))) / average(tail(close, n)),
  choppiness: (past, n) => {
    const range = highest(past.high, n) - lowest(past.low, n);
    return (100 * Math.log(total(tail(trueRanges(past), n)) / range)) / Math.log(n);
  },
  skewness: (past, n) => moment(lastLogs(past, n), 3),
  kurtosis: (past, n) => moment(lastLogs(past, n), 4) - 3,
  "maximum-return": (past, n) => Math.max(...lastReturns(past, n)),
  "minimum-return": (past, n) => Math.min(...lastReturns(past, n)),
  "value-at-risk": (past, n) => quantile(lastReturns(past, n), 0.05),
  "tail-ratio": (past, n) => {
    const changes = lastReturns(past, n);
    return quantile(changes, 0.95) / Math.abs(quantile(changes, 0.05));
  },
  "jump-share": (past, n) => {
    const sizes = lastLogs(past, n).map(Math.abs);
    const products = both(sizes.slice(1), sizes.slice(0, -1), (a, b) => a * b);
    const bipower = (Math.PI / 2) * (n / (n - 1)) * total(products);
    return Math.max(0, 1 - bipower / total(sizes.map((size) => size * size)));
  },
  "variance-ratio": ({close}, few, n) =>
    variance(tail(logReturns(close, few), n)) / (few * variance(tail(logReturns(close), n))),
  "hour-of-day-sin": (past) => Math.sin((2 * Math.PI * (hours(past) % 24)) / 24),
  "hour-of-day-cos": (past) => Math.cos((2 * Math.PI * (hours(past) % 24)) / 24),
  "day-of-week-sin": (past) => Math.sin((2 * Math.PI * weekHours(past)) / 168),
  "day-of-week-cos": (past) => Math.cos((2 * Math.PI * weekHours(past)) / 168),
  weekend: (past) => (weekHours(past) >= 120 ? 1 : 0),
  "btc-return": ({reference}, n) => now(reference) / ago(reference, n) - 1,
  "btc-relative-return": ({close, reference}, n) => now(close) / ago(close, n) - now(reference) / ago(reference, n),
  "btc-beta": (past, n) => slope(bitcoinPairs(past, n).bitcoin, bitcoinPairs(past, n).own),
  "btc-correlation": (past, n) => correlation(bitcoinPairs(past, n).bitcoin, bitcoinPairs(past, n).own),
  "btc-residual-volatility": (past, n) => {
    const {own, bitcoin} = bitcoinPairs(past, n);
    const beta = slope(bitcoin, own);
    const rest = both(own, bitcoin, (a, b) => a - average(own) - beta * (b - average(bitcoin)));
    return Math.sqrt(total(rest.map((value) => value * value)) / (n - 2));
  },
  "btc-lagged-beta": ({close, reference}, n) =>
    slope(tail(logReturns(reference).slice(0, -1), n), tail(logReturns(close), n)),
  "btc-catch-up": (past, n) => {
    const {own, bitcoin} = bitcoinPairs(past, n);
    return slope(bitcoin, own) * now(bitcoin) - now(own);
  },
  basis: ({close, reference}) => now(close) / now(reference) - 1,
  "basis-zscore": ({close, reference}, n) => {
    const bases = tail(
      both(close, reference, (perpetual, spot) => perpetual / spot - 1),
      n
    );
    return (now(bases) - average(bases)) / deviation(bases);
  }
};
