/** Kernels by hand: what they forget, what they refuse, and what they say where nothing is defined. */
import {describe, expect, it} from "vitest";
import {candlestickPattern} from "../../../src/lib/indicators/candlestick-patterns.js";
import {averageDirectionalIndex} from "../../../src/lib/indicators/directional-movement.js";
import {type KernelState, kernelState, restoreKernel} from "../../../src/lib/indicators/kernel-state.js";
import {moneyFlowIndex} from "../../../src/lib/indicators/money-flow.js";
import {ParabolicStop} from "../../../src/lib/indicators/parabolic-stop.js";
import {relativeStrengthIndex} from "../../../src/lib/indicators/relative-strength.js";
import {SortedValues} from "../../../src/lib/indicators/sorted-values.js";
import {WeightedAverage} from "../../../src/lib/indicators/weighted-average.js";
import {WindowComoments} from "../../../src/lib/indicators/window-comoments.js";
import {windowMaximum, windowMinimum} from "../../../src/lib/indicators/window-extreme.js";
import {WindowMaximumAge} from "../../../src/lib/indicators/window-extreme-age.js";
import {WindowMoments} from "../../../src/lib/indicators/window-moments.js";
import {WindowSum} from "../../../src/lib/indicators/window-sum.js";
import {madeUpColumns} from "../factors/made-up-candles.js";

const column = (...values: number[]) => Float64Array.from(values);
const NONE = Number.NaN;

describe("windows", () => {
  it("sum the last n values", () => {
    const sum = new WindowSum(3);
    expect([1, 2, 3, 4, 5].map((value) => sum.update(value))).toEqual([NONE, NONE, 6, 9, 12]);
  });

  it("sum what there is where they are to", () => {
    const sum = new WindowSum(3, "first");
    expect([1, 2, 3, 4].map((value) => sum.update(value))).toEqual([1, 3, 6, 9]);
  });

  it("keep no trace of an outlier that has left", () => {
    const sum = new WindowSum(3);
    const moments = new WindowMoments(3);
    for (const value of [1e18, 1, 2, 3]) {
      sum.update(value);
      moments.update(value);
    }
    expect(sum.update(4)).toBe(9);
    expect(moments.mean).toBe(2);
    expect(moments.sampleVariance).toBe(1);
  });

  it("are undefined exactly while they hold a NaN", () => {
    const sum = new WindowSum(2);
    expect([1, NONE, 3, 4, 5].map((value) => sum.update(value))).toEqual([NONE, NONE, NONE, 7, 9]);
    expect([...windowMaximum(column(1, NONE, 3, 2, 1), 2)]).toEqual([NONE, NONE, NONE, 3, 2]);
    expect([...windowMinimum(column(1, NONE, 3, 2, 1), 2)]).toEqual([NONE, NONE, NONE, 2, 1]);
  });

  it("find the highest and the lowest", () => {
    expect([...windowMaximum(column(5, 1, 4, 2, 3), 3)]).toEqual([NONE, NONE, 5, 4, 4]);
    expect([...windowMinimum(column(5, 1, 4, 2, 3), 3)]).toEqual([NONE, NONE, 1, 1, 2]);
  });

  it("weigh the newest value most", () => {
    const average = new WeightedAverage(3);
    expect([1, 2, 3, 6].map((value) => average.update(value))).toEqual([NONE, NONE, 14 / 6, (2 + 6 + 18) / 6]);
  });

  it("keep the digits of a small spread on a high price", () => {
    const moments = new WindowMoments(4);
    for (const value of [1, 2, 3, 4, 5, 6]) moments.update(1e9 + value / 1024);
    expect(moments.sampleVariance).toBeCloseTo((1.25 * (4 / 3)) / 1024 ** 2, 18);
  });

  it("have no deviation where all values are equal but for rounding", () => {
    const moments = new WindowMoments(3);
    for (const value of [0.1 + 0.2, 0.3, 0.3]) moments.update(value);
    expect(moments.sampleDeviation).toBeNaN();
  });

  it("tell how old the highest value is, by either rule for ties", () => {
    const ages = (ties: "newest" | "oldest") => {
      const age = new WindowMaximumAge(3, ties);
      return [1, 3, 3, 2, 1, 1].map((value) => age.update(value));
    };
    expect(ages("newest")).toEqual([0, 0, 0, 1, 2, 2]);
    expect(ages("oldest")).toEqual([0, 0, 1, 2, 2, 2]);
  });

  it("rank and cut their values in order", () => {
    const sorted = new SortedValues(4);
    for (const value of [9, 5, 1, 3, 5]) sorted.update(value);
    // 1 3 5 5: the 9 has left.
    expect([0, 0.5, 1].map((share) => sorted.quantile(share))).toEqual([1, 4, 5]);
    expect([1, 5].map((value) => sorted.averageRank(value))).toEqual([1, 3.5]);
  });

  it("correlate pairs, and do not where one side stands still", () => {
    const pairs = new WindowComoments(3);
    for (const [x, y] of [
      [9, 9],
      [1, 2],
      [2, 4],
      [3, 6]
    ] as const)
      pairs.update(x, y);
    expect([pairs.slope, pairs.correlation]).toEqual([2, 1]);
    const still = new WindowComoments(3);
    for (const x of [1, 2, 3]) still.update(x, 7);
    expect(still.correlation).toBeNaN();
  });

  it("correlate prices far below one, which an absolute tolerance would call constant (T10)", () => {
    const pairs = new WindowComoments(3);
    for (const [x, y] of [
      [1e-6, 2],
      [2e-6, 4],
      [3e-6, 6]
    ] as const)
      pairs.update(x, y);
    expect(pairs.correlation).toBeCloseTo(1, 12);
  });

  it("refuse a length that is none", () => {
    for (const length of [0, -1, 1.5, NONE]) expect(() => new WindowSum(length)).toThrow(/whole number/);
  });
});

describe("indicators of a market that stands still", () => {
  const flat = new Float64Array(60).fill(10);
  const candles = {high: flat, low: flat, close: flat, volume: flat};

  it("are undefined, not 0, 50 or 100", () => {
    expect(relativeStrengthIndex(flat, 14).every(Number.isNaN)).toBe(true);
    expect(moneyFlowIndex(candles, 14).every(Number.isNaN)).toBe(true);
    expect(averageDirectionalIndex(candles, 14).every(Number.isNaN)).toBe(true);
  });

  it("come to life when it moves", () => {
    const moving = madeUpColumns({seed: 3, count: 60});
    const delayed = (values: Float64Array) => Float64Array.from([...flat, ...values]);
    const late = {high: delayed(moving.high), low: delayed(moving.low), close: delayed(moving.close)};
    expect(averageDirectionalIndex(late, 14).at(-1)).toBeGreaterThan(0);
    expect(relativeStrengthIndex(late.close, 14).at(-1)).toBeGreaterThan(0);
  });
});

describe("parabolic stop", () => {
  it("trails a rise and turns when it is hit", () => {
    const stop = new ParabolicStop({step: 0.02, maximum: 0.2});
    const candles = [
      [10, 9],
      [11, 10],
      [12, 11],
      [10, 7]
    ] as const;
    const stops = candles.map(([high, low]) => stop.update(high, low));
    // Starts at the first low; 9 + 0.02 * (11 - 9); then the fall to 7 hits it and it jumps to the extreme, 12.
    expect(stops).toEqual([NONE, 9, expect.closeTo(9.04, 12), 12]);
    expect(stop.isLong).toBe(false);
  });
});

describe("candlestick patterns", () => {
  it("see a hammer after ten candles with a long body", () => {
    const count = 12;
    const open = new Float64Array(count).fill(110);
    const close = new Float64Array(count).fill(100);
    const high = new Float64Array(count).fill(111);
    const low = new Float64Array(count).fill(99);
    open[11] = 98;
    close[11] = 98.5;
    high[11] = 98.6;
    low[11] = 93;
    const values = [...candlestickPattern({open, high, low, close}, "hammer")];
    expect(values).toEqual([...Array(11).fill(NONE), 100]);
  });
});

describe("kernel state", () => {
  it("survives JSON with undefined and infinite numbers", () => {
    const sorted = new SortedValues(3);
    sorted.update(2);
    const copy = new SortedValues(3);
    restoreKernel(copy, JSON.parse(JSON.stringify(kernelState(sorted))) as KernelState);
    expect(kernelState(copy)).toEqual(kernelState(sorted));
  });

  it("of another length is refused", () => {
    expect(() => restoreKernel(new WindowSum(4), kernelState(new WindowSum(3)))).toThrow(/holds 4 numbers/);
    expect(() => restoreKernel(new WindowSum(4), {})).toThrow(/no field/);
  });
});
