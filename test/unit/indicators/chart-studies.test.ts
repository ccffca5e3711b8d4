/** The studies that come through technicalindicators are right: each against its formula, built from our kernels. */
import {expect, it} from "vitest";
import {momentumOf, rateOfChange} from "../../../src/lib/indicators/change.js";
import {
  awesomeOscillator,
  chandelierExits,
  forceIndex,
  heikinAshi,
  ichimokuLines,
  keltnerChannels,
  knowSureThing
} from "../../../src/lib/indicators/chart-studies.js";
import {exponentialAverage} from "../../../src/lib/indicators/exponential-average.js";
import {simpleAverage} from "../../../src/lib/indicators/simple-average.js";
import {rangeMiddle} from "../../../src/lib/indicators/stochastic.js";
import {averageTrueRange} from "../../../src/lib/indicators/true-range.js";
import {windowMaximum, windowMinimum} from "../../../src/lib/indicators/window-extreme.js";
import {madeUpColumns} from "../factors/made-up-candles.js";

const candles = madeUpColumns({seed: 4, count: 200});
const {open, high, low, close, volume} = candles;

const combine = (a: Float64Array, b: Float64Array, of: (a: number, b: number) => number) =>
  a.map((value, i) => of(value, b[i] as number));

/** Equal from the candle on where both are defined; before it both are not. */
function expectSame(actual: Float64Array, expected: Float64Array): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    if (Number.isNaN(expected[i])) expect(value, `candle ${i}`).toBeNaN();
    else expect(value, `candle ${i}`).toBeCloseTo(expected[i] as number, 9);
  });
}

it("awesome oscillator is the difference of two means of the middle price", () => {
  const middle = rangeMiddle(candles, 1);
  expectSame(
    awesomeOscillator(candles),
    combine(simpleAverage(middle, 5), simpleAverage(middle, 34), (a, b) => a - b)
  );
});

it("ichimoku lines are middles of ranges", () => {
  const lines = ichimokuLines(candles);
  // All four begin together, with the longest.
  const from = (values: Float64Array) => values.map((value, i) => (i < 51 ? Number.NaN : value));
  const conversion = rangeMiddle(candles, 9);
  const base = rangeMiddle(candles, 26);
  expectSame(lines.conversion, from(conversion));
  expectSame(lines.base, from(base));
  expectSame(lines.spanA, from(combine(conversion, base, (a, b) => (a + b) / 2)));
  expectSame(lines.spanB, rangeMiddle(candles, 52));
});

it("know sure thing is a weighted sum of smoothed rates of change", () => {
  const part = (change: number, smooth: number) => {
    const rate = rateOfChange(close, change).map((value) => 100 * value);
    const defined = simpleAverage(rate.subarray(change), smooth);
    return Float64Array.from(rate, (_, i) => (i < change ? Number.NaN : (defined[i - change] as number)));
  };
  const parts = [part(10, 10), part(15, 10), part(20, 10), part(30, 15)];
  const sum = close.map((_, i) => parts.reduce((total, column, k) => total + (k + 1) * (column[i] as number), 0));
  expectSame(knowSureThing(close).kst, sum);
});

it("force index is the change times the volume", () => {
  expectSame(
    forceIndex(candles),
    combine(momentumOf(close, 1), volume, (a, b) => a * b)
  );
});

it("keltner channels lie two true ranges around the exponential average", () => {
  const channels = keltnerChannels(candles);
  const middle = exponentialAverage(close, 20);
  const range = averageTrueRange(candles, 10);
  expectSame(channels.middle, middle);
  expectSame(
    channels.upper,
    combine(middle, range, (a, b) => a + 2 * b)
  );
  expectSame(
    channels.lower,
    combine(middle, range, (a, b) => a - 2 * b)
  );
});

it("chandelier exits hang three true ranges from the extremes", () => {
  const exits = chandelierExits(candles);
  const range = averageTrueRange(candles, 22);
  expectSame(
    exits.exitLong,
    combine(windowMaximum(high, 22), range, (a, b) => a - 3 * b)
  );
  expectSame(
    exits.exitShort,
    combine(windowMinimum(low, 22), range, (a, b) => a + 3 * b)
  );
});

it("heikin-ashi closes at the mean of the candle and opens in the last body", () => {
  const made = heikinAshi(candles);
  expectSame(
    made.close,
    close.map((value, i) => (value + (open[i] as number) + (high[i] as number) + (low[i] as number)) / 4)
  );
  const opens = made.open.map((value, i) =>
    i === 0 ? value : ((made.open[i - 1] as number) + (made.close[i - 1] as number)) / 2
  );
  expectSame(made.open, opens);
});
