/** Formulas of the volume and flow factors that look at candles. */
import {normalCdf} from "../../../../src/lib/statistics/normal-distribution.js";
import {
  average,
  both,
  correlation,
  deviation,
  logReturns,
  now,
  type Oracles,
  type Past,
  returns,
  score,
  slope,
  steps,
  tail,
  total,
  trend
} from "./past.js";

const sold = ({volume, takerBuyVolume}: Past) => both(volume, takerBuyVolume, (all, bought) => all - bought);
const flow = (past: Past) => both(past.takerBuyVolume, sold(past), (bought, rest) => bought - rest);
const located = ({high, low, close, volume}: Past) =>
  close.map((end, i) => {
    const [top, bottom] = [high[i] as number, low[i] as number];
    return ((2 * end - top - bottom) / (top - bottom)) * (volume[i] as number);
  });

/** On-balance volume from any start. */
function balance({close, volume}: Past): number[] {
  const out = [0];
  steps(close).forEach((step, i) => {
    out.push(now(out) + Math.sign(step) * (volume[i + 1] as number));
  });
  return out;
}

/** Exponential averages that begin with the first value itself. */
function exponentialFromFirst(values: readonly number[], n: number): number {
  return now(exponentialWeights(values, 2 / (n + 1)));
}

function exponentialWeights(values: readonly number[], weight: number): number[] {
  const out = [values[0] as number];
  for (const value of values.slice(1)) out.push(now(out) + (value - now(out)) * weight);
  return out;
}

const running = (values: readonly number[]) => values.map((_, i) => total(values.slice(0, i + 1)));

/** Highs and lows of two following candles, as Corwin and Schultz combine them. */
function rangeSpread({high, low}: Past, i: number): number {
  const range = (at: number) => Math.log((high[at] as number) / (low[at] as number)) ** 2;
  const beta = range(i) + range(i - 1);
  const top = Math.max(high[i] as number, high[i - 1] as number);
  const gamma = Math.log(top / Math.min(low[i] as number, low[i - 1] as number)) ** 2;
  const k = 3 - 2 * Math.sqrt(2);
  const alpha = (Math.sqrt(2 * beta) - Math.sqrt(beta)) / k - Math.sqrt(gamma / k);
  return Math.max(0, (2 * (Math.exp(alpha) - 1)) / (1 + Math.exp(alpha)));
}

export const VOLUME_ORACLES: Oracles = {
  "obv-slope": (past, n) => trend(tail(balance(past), n)) / average(tail(past.volume, n)),
  "vwap-distance": ({close, volume, quoteVolume}, n) =>
    now(close) / (total(tail(quoteVolume, n)) / total(tail(volume, n))) - 1,
  "volume-zscore": ({volume}, n) => score(volume, n),
  "taker-imbalance": (past, n) => total(tail(flow(past), n)) / total(tail(past.volume, n)),
  amihud: ({close, quoteVolume}, n) =>
    1e6 * average(both(tail(returns(close).map(Math.abs), n), tail(quoteVolume, n), (move, value) => move / value)),
  mfi: ({high, low, close, volume}, n) => {
    const prices = close.map((end, i) => ((high[i] as number) + (low[i] as number) + end) / 3);
    const moves = tail(steps(prices), n);
    const values = tail(
      both(prices, volume, (price, amount) => price * amount),
      n
    );
    const inflow = total(both(moves, values, (move, value) => (move > 0 ? value : 0)));
    return (100 * inflow) / total(both(moves, values, (move, value) => (move === 0 ? 0 : value)));
  },
  "chaikin-flow": (past, n) => total(tail(located(past), n)) / total(tail(past.volume, n)),
  "chaikin-oscillator": (past, fast, slow) => {
    const line = running(located(past));
    const difference = exponentialFromFirst(line, fast) - exponentialFromFirst(line, slow);
    return difference / average(tail(past.volume, slow));
  },
  "traded-value": ({quoteVolume}, n) => Math.log(average(tail(quoteVolume, n))),
  "traded-value-rank": ({quoteVolume}, n) => total(tail(quoteVolume, n)),
  "trade-size-zscore": ({volume, tradeCount}, n) =>
    score(
      both(volume, tradeCount, (all, count) => all / count),
      n
    ),
  "price-volume-correlation": ({close, volume}, n) =>
    correlation(
      tail(close, n),
      tail(volume, n).map((all) => Math.log(1 + all))
    ),
  "kyle-lambda": (past, n) =>
    slope(tail(flow(past), n), tail(logReturns(past.close), n)) * average(tail(past.volume, n)),
  "volume-ratio": ({volume}, few, many) => average(tail(volume, few)) / average(tail(volume, many)),
  "roll-spread": ({close}, n) => {
    const changes = logReturns(close);
    const [before, after] = [tail(changes.slice(0, -1), n), tail(changes, n)];
    const products = both(before, after, (a, b) => (a - average(before)) * (b - average(after)));
    const covariance = total(products) / (n - 1);
    return covariance < 0 ? 2 * Math.sqrt(-covariance) : 0;
  },
  "corwin-schultz-spread": (past, n) =>
    average(Array.from({length: n}, (_, age) => rangeSpread(past, past.high.length - 1 - age))),
  "bulk-flow": ({close, volume}, n) => {
    const changes = steps(close);
    const shares = Array.from({length: n}, (_, age) => {
      const end = changes.length - age;
      const size = volume[volume.length - 1 - age] as number;
      return size * (2 * normalCdf((changes[end - 1] as number) / deviation(changes.slice(end - n, end))) - 1);
    });
    return total(shares) / total(tail(volume, n));
  }
};
