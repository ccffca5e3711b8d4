/** Every indicator in batch gives, bit for bit, what its kernel gives value by value: with gaps, and to a given column. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {AdaptiveAverage, adaptiveAverage} from "../../../src/lib/indicators/adaptive-average.js";
import {Aroon, aroon} from "../../../src/lib/indicators/aroon.js";
import type {HighLowCloseVolume} from "../../../src/lib/indicators/candle-arrays.js";
import {windowDeviation, windowVariance} from "../../../src/lib/indicators/deviation-bands.js";
import {ExponentialAverage, exponentialAverage} from "../../../src/lib/indicators/exponential-average.js";
import {
  DoubleExponentialAverage,
  doubleExponentialAverage,
  TriangularAverage,
  TripleExponentialAverage,
  Trix,
  triangularAverage,
  tripleExponentialAverage,
  trix
} from "../../../src/lib/indicators/layered-averages.js";
import {LineFit, lineFit} from "../../../src/lib/indicators/line-fit.js";
import {Macd, macd} from "../../../src/lib/indicators/macd.js";
import {MoneyFlowIndex, moneyFlowIndex} from "../../../src/lib/indicators/money-flow.js";
import {
  ChandeMomentum,
  chandeMomentum,
  RelativeStrengthIndex,
  relativeStrengthIndex
} from "../../../src/lib/indicators/relative-strength.js";
import {SimpleAverage, simpleAverage} from "../../../src/lib/indicators/simple-average.js";
import {
  RangeMiddle,
  RangePosition,
  rangeMiddle,
  Stochastic,
  stochastic,
  williamsR
} from "../../../src/lib/indicators/stochastic.js";
import {AverageTrueRange, averageTrueRange, TrueRange, trueRange} from "../../../src/lib/indicators/true-range.js";
import {UltimateOscillator, ultimateOscillator} from "../../../src/lib/indicators/ultimate-oscillator.js";
import {ChaikinOscillator, chaikinOscillator} from "../../../src/lib/indicators/volume-lines.js";
import {WeightedAverage, weightedAverage} from "../../../src/lib/indicators/weighted-average.js";
import {WindowComoments, windowBeta, windowCorrelation} from "../../../src/lib/indicators/window-comoments.js";
import {WindowMoments} from "../../../src/lib/indicators/window-moments.js";

type Candle = {high: number; low: number; close: number; volume: number};
/** In batch, and candle by candle. */
type Pair = readonly [
  (candles: HighLowCloseVolume, n: number, out: Float64Array) => Float64Array,
  (n: number) => (candle: Candle) => number
];

const moments = (of: (window: WindowMoments) => number) => (n: number) => {
  const window = new WindowMoments(n);
  return ({close}: Candle) => {
    window.update(close);
    return of(window);
  };
};
const pairs = (of: (window: WindowComoments) => number) => (n: number) => {
  const window = new WindowComoments(n);
  return ({high, low}: Candle) => {
    window.update(high, low);
    return of(window);
  };
};
const ofClose = (
  batch: (values: Float64Array, n: number, out: Float64Array) => Float64Array,
  kernel: new (n: number) => {update(value: number): number}
): Pair => [
  ({close}, n, out) => batch(close, n, out),
  (n) => {
    const one = new kernel(n);
    return ({close}) => one.update(close);
  }
];
const ofRange = (
  batch: (candles: HighLowCloseVolume, n: number, out: Float64Array) => Float64Array,
  kernel: new (n: number) => {update(high: number, low: number, close: number): number}
): Pair => [
  batch,
  (n) => {
    const one = new kernel(n);
    return ({high, low, close}) => one.update(high, low, close);
  }
];
const columns = (size: number) => ({a: new Float64Array(size), b: new Float64Array(size)});

const PAIRS: Readonly<Record<string, Pair>> = {
  sma: ofClose(simpleAverage, SimpleAverage),
  ema: ofClose(exponentialAverage, ExponentialAverage),
  wma: ofClose(weightedAverage, WeightedAverage),
  dema: ofClose(doubleExponentialAverage, DoubleExponentialAverage),
  tema: ofClose(tripleExponentialAverage, TripleExponentialAverage),
  trix: ofClose(trix, Trix),
  trima: ofClose(triangularAverage, TriangularAverage),
  kama: ofClose(adaptiveAverage, AdaptiveAverage),
  rsi: ofClose(relativeStrengthIndex, RelativeStrengthIndex),
  cmo: ofClose(chandeMomentum, ChandeMomentum),
  slope: ofClose((close, n, out) => {
    const {a, b} = columns(close.length);
    return lineFit(close, n, {slope: out, value: a, forecast: b}).slope;
  }, LineFit),
  macd: [
    ({close}, n, out) => {
      const {a, b} = columns(close.length);
      return macd(close, {fast: n, slow: n + 3, signal: 3}, {macd: a, signal: b, histogram: out}).histogram;
    },
    (n) => {
      const kernel = new Macd({fast: n, slow: n + 3, signal: 3});
      return ({close}) => kernel.update(close);
    }
  ],
  variance: [({close}, n, out) => windowVariance(close, n, out), moments((window) => window.populationVariance)],
  deviation: [
    ({close}, n, out) => windowDeviation(close, n, out),
    moments((window) => Math.sqrt(window.populationVariance))
  ],
  correlation: [
    ({high, low}, n, out) => windowCorrelation({x: high, y: low}, n, out),
    pairs((window) => window.correlation)
  ],
  beta: [({high, low}, n, out) => windowBeta({x: high, y: low}, n, out), pairs((window) => window.slope)],
  trueRange: ofRange((candles, _, out) => trueRange(candles, out), TrueRange as new (n: number) => TrueRange),
  atr: ofRange(averageTrueRange, AverageTrueRange),
  midprice: ofRange(rangeMiddle, RangeMiddle),
  williams: [
    williamsR,
    (n) => {
      const kernel = new RangePosition(n);
      return ({high, low, close}) => 100 * (kernel.update(high, low, close) - 1);
    }
  ],
  stochastic: [
    (candles, n, out) =>
      stochastic(candles, {range: n, slowing: 2, signal: 3}, {k: new Float64Array(out.length), d: out}).d,
    (n) => {
      const kernel = new Stochastic({range: n, slowing: 2, signal: 3});
      return ({high, low, close}) => kernel.update(high, low, close);
    }
  ],
  aroon: ofRange((candles, n, out) => {
    const {a, b} = columns(out.length);
    return aroon(candles, n, {up: a, down: b, oscillator: out}).oscillator;
  }, Aroon),
  ultimate: [
    (candles, n, out) => ultimateOscillator(candles, [n, 3, n + 4], out),
    (n) => {
      const kernel = new UltimateOscillator([n, 3, n + 4]);
      return ({high, low, close}) => kernel.update(high, low, close);
    }
  ],
  moneyFlow: [
    moneyFlowIndex,
    (n) => {
      const kernel = new MoneyFlowIndex(n);
      return (candle) => kernel.update(candle);
    }
  ],
  chaikin: [
    (candles, n, out) => chaikinOscillator(candles, {fast: n, slow: n + 2}, out),
    (n) => {
      const kernel = new ChaikinOscillator({fast: n, slow: n + 2});
      return (candle) => kernel.update(candle);
    }
  ]
};

/** Steps of a walk in tenths, and whether the candle's prices are missing. */
const steps = (gaps: number) =>
  fc.array(
    fc.record({
      step: fc.integer({min: -30, max: 30}),
      spread: fc.integer({min: 0, max: 9}),
      isGap: fc.nat(99).map((chance) => chance < gaps)
    }),
    {minLength: 0, maxLength: 60}
  );

function walk(moves: readonly {step: number; spread: number; isGap: boolean}[]): HighLowCloseVolume {
  let price = 100;
  const rows = moves.map(({step, spread, isGap}) => {
    price += step / 10;
    const close = isGap ? Number.NaN : price;
    return {high: close + spread / 7, low: close - spread / 9, close, volume: 1 + spread * 3};
  });
  const column = (name: keyof Candle) => Float64Array.from(rows, (row) => row[name]);
  return {high: column("high"), low: column("low"), close: column("close"), volume: column("volume")};
}

it.each(Object.keys(PAIRS))("%s", (name) => {
  const [batch, start] = PAIRS[name] as Pair;
  const cases = fc.tuple(fc.oneof(steps(0), steps(10)), fc.integer({min: 2, max: 9}));
  const property = fc.property(cases, ([moves, n]) => {
    const candles = walk(moves);
    const update = start(n);
    const expected = Array.from(candles.close, (close, i) =>
      update({
        high: candles.high[i] as number,
        low: candles.low[i] as number,
        close,
        volume: candles.volume[i] as number
      })
    );
    const out = new Float64Array(expected.length).fill(7);
    expect(batch(candles, n, out)).toBe(out);
    expect([...out]).toEqual(expected);
  });
  fc.assert(property, {seed: 42, numRuns: 100});
});
