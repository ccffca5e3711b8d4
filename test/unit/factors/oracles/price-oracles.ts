/** Formulas of the momentum, mean-reversion and candle-shape factors. */
import {
  ago,
  average,
  both,
  correlation,
  exponential,
  highest,
  logReturns,
  lowest,
  now,
  type Oracles,
  type Past,
  populationDeviation,
  returns,
  score,
  steps,
  tail,
  total,
  trend,
  trueRanges,
  wilder
} from "./past.js";

const change = ({close}: Past, n: number) => now(close) / ago(close, n) - 1;
const typical = ({high, low, close}: Past) =>
  close.map((end, i) => ((high[i] as number) + (low[i] as number) + end) / 3);
const middle = ({high, low}: Past, n: number, age = 0) =>
  (highest(high.slice(0, high.length - age), n) + lowest(low.slice(0, low.length - age), n)) / 2;
const shape = ({open, high, low, close}: Past, age = 0) => {
  const [o, h, l, c] = [ago(open, age), ago(high, age), ago(low, age), ago(close, age)];
  return {o, h, l, c, top: Math.max(o, c), bottom: Math.min(o, c), range: h - l};
};

/** Sums of ups and downs of the close under Wilder's smoothing. */
function gains({close}: Past, n: number): {gain: number; loss: number} {
  const moves = steps(close);
  return {
    gain: wilder(
      moves.map((move) => Math.max(move, 0)),
      n
    ),
    loss: wilder(
      moves.map((move) => Math.max(-move, 0)),
      n
    )
  };
}

/** Directional movement up and down, candle by candle. */
function movements({high, low}: Past): {up: number[]; down: number[]} {
  const rises = steps(high);
  const falls = steps(low).map((step) => -step);
  return {
    up: both(rises, falls, (rise, fall) => (rise > fall && rise > 0 ? rise : 0)),
    down: both(rises, falls, (rise, fall) => (fall > rise && fall > 0 ? fall : 0))
  };
}

/** Wilder's running sums: n-1 values added, then s - s/n + new. */
function runningSums(values: readonly number[], n: number): number[] {
  const out = [total(values.slice(0, n - 1))];
  for (const value of values.slice(n - 1)) out.push(now(out) - now(out) / n + value);
  return out.slice(1);
}

function directional(past: Past, n: number): number[] {
  const {up, down} = movements(past);
  return both(runningSums(up, n), runningSums(down, n), (plus, minus) => (plus - minus) / (plus + minus));
}

/** Kaufman's: net change over path. */
const efficiency = ({close}: Past, n: number) =>
  (now(close) - ago(close, n)) / total(tail(steps(close), n).map(Math.abs));

function stochasticPosition(past: Past, n: number, age: number): number {
  const [highs, lows] = [past.high.slice(0, past.high.length - age), past.low.slice(0, past.low.length - age)];
  return (100 * (ago(past.close, age) - lowest(lows, n))) / (highest(highs, n) - lowest(lows, n));
}

function pressure({low, close}: Past, n: number, ranges: readonly number[]): number {
  const bought = close.slice(1).map((end, i) => end - Math.min(low[i + 1] as number, close[i] as number));
  return total(tail(bought, n)) / total(tail(ranges, n));
}

export const PRICE_ORACLES: Oracles = {
  momentum: change,
  return: change,
  "momentum-rank": change,
  "relative-strength": change,
  "reversal-rank": (past, n) => -change(past, n),
  "momentum-skip": ({close}, n, skip) => ago(close, skip) / ago(close, n) - 1,
  "macd-histogram": ({close}, fast, slow, signal) => {
    // Both averages begin with the slow one's first.
    const quick = exponential(close.slice(slow - fast), fast);
    const line = both(quick, exponential(close, slow), (a, b) => a - b);
    return (now(line) - now(exponential(line, signal))) / now(close);
  },
  adx: (past, n) =>
    wilder(
      directional(past, n).map((value) => 100 * Math.abs(value)),
      n
    ),
  "directional-balance": (past, n) => now(directional(past, n)),
  "donchian-position": ({high, low, close}, n) => {
    const [top, bottom] = [highest(high, n), lowest(low, n)];
    return (2 * now(close) - top - bottom) / (top - bottom);
  },
  "aroon-oscillator": ({high, low}, n) => {
    const ageOf = (values: readonly number[], extreme: number) => [...values].reverse().indexOf(extreme);
    const size = n + 1;
    return (100 * (ageOf(low, lowest(low, size)) - ageOf(high, highest(high, size)))) / n;
  },
  "trend-slope": ({close}, n) => trend(tail(close, n).map(Math.log)),
  "trend-fit": ({close}, n) => {
    const logs = tail(close, n).map(Math.log);
    const places = logs.map((_, i) => i);
    return Math.sign(trend(logs)) * correlation(places, logs) ** 2;
  },
  "ema-distance": ({close}, n) => now(close) / now(exponential(close, n)) - 1,
  "average-cross": ({close}, fast, slow) => average(tail(close, fast)) / average(tail(close, slow)) - 1,
  trix: ({close}, n) => {
    const smooth = (values: readonly number[]) => exponential(values, n);
    return 100 * now(returns(smooth(smooth(smooth(close)))));
  },
  "efficiency-ratio": efficiency,
  "high-distance": ({high, close}, n) => now(close) / highest(high, n) - 1,
  drawdown: ({close}, n) => now(close) / highest(close, n) - 1,
  "fractional-return": ({close}, order, n) => {
    // Binomial series of (1 - L)^order.
    const weight = (k: number): number => (k === 0 ? 1 : (weight(k - 1) * (k - 1 - order)) / k);
    return total(tail(close, n).map((price, i) => weight(n - 1 - i) * Math.log(price / ago(close, n - 1))));
  },
  "up-share": ({close}, n) => total(tail(steps(close), n).map(Math.sign)) / n,
  "ichimoku-distance": (past, conversion, base, span) => {
    const age = base - 1;
    const first = (middle(past, conversion, age) + middle(past, base, age)) / 2;
    return now(past.close) / ((first + middle(past, span, age)) / 2) - 1;
  },
  rsi: (past, n) => {
    const {gain, loss} = gains(past, n);
    return (100 * gain) / (gain + loss);
  },
  cmo: (past, n) => {
    const {gain, loss} = gains(past, n);
    return (100 * (gain - loss)) / (gain + loss);
  },
  "bollinger-position": ({close}, n) =>
    (now(close) - average(tail(close, n))) / (2 * populationDeviation(tail(close, n))),
  zscore: ({close}, n) => score(close, n),
  stochastic: (past, range, slowing, signal) => {
    const ages = Array.from({length: slowing + signal - 1}, (_, age) => age);
    const positions = ages.map((age) => stochasticPosition(past, range, age));
    const slow = Array.from({length: signal}, (_, i) => average(positions.slice(i, i + slowing)));
    return average(slow);
  },
  cci: (past, n) => {
    const prices = tail(typical(past), n);
    const centre = average(prices);
    return (now(prices) - centre) / (0.015 * average(prices.map((price) => Math.abs(price - centre))));
  },
  "ultimate-oscillator": (past, short, middleLength, long) => {
    const part = (n: number) => pressure(past, n, trueRanges(past));
    return (100 * (4 * part(short) + 2 * part(middleLength) + part(long))) / 7;
  },
  "average-distance": ({close}, n) => now(close) / average(tail(close, n)) - 1,
  "window-rank": ({close}, n) => tail(close, n).filter((price) => price <= now(close)).length / n,
  "reversal-strength": ({close}, few, many) => score(returns(close, few), many),
  autocorrelation: ({close}, n) => {
    const changes = logReturns(close);
    return correlation(tail(changes.slice(0, -1), n), tail(changes, n));
  },
  "kbar-body": (past) => (shape(past).c - shape(past).o) / shape(past).o,
  "kbar-range": (past) => shape(past).range / shape(past).o,
  "kbar-body-share": (past) => (shape(past).c - shape(past).o) / shape(past).range,
  "kbar-upper-shadow": (past) => (shape(past).h - shape(past).top) / shape(past).range,
  "kbar-lower-shadow": (past) => (shape(past).bottom - shape(past).l) / shape(past).range,
  "kbar-shift": (past) => (2 * shape(past).c - shape(past).h - shape(past).l) / shape(past).range,
  "pattern-engulfing": (past) => {
    const [last, body] = [shape(past, 1), shape(past)];
    if (Math.sign(last.c - last.o) === Math.sign(body.c - body.o)) return 0;
    return body.top > last.top && body.bottom < last.bottom ? Math.sign(body.c - body.o) : 0;
  }
};
