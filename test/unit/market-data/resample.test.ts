import {describe, expect, it} from "vitest";
import {decimalSum} from "../../../src/lib/market-data/decimal-sum.js";
import {resample} from "../../../src/lib/market-data/resample.js";
import {emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";

const DAY = 86_400_000;

describe("resample", () => {
  it("begins weeks on Monday", () => {
    const days = emptyCandleColumns("1d", 10);
    // 2026-01-02 is a Friday.
    for (let i = 0; i < 10; i++) days.openTime[i] = Date.UTC(2026, 0, 2) + i * DAY;
    const {columns, isComplete, incomplete} = resample(days, "1w");
    expect([...columns.openTime]).toEqual([Date.UTC(2025, 11, 29), Date.UTC(2026, 0, 5)]);
    expect([...isComplete]).toEqual([0, 1]);
    expect(incomplete).toBe(1);
  });

  it("refuses a timeframe that is no multiple of the candles' own", () => {
    expect(() => resample(emptyCandleColumns("2h", 0), "3m")).toThrow("3m candles cannot be made of 2h candles");
  });
});

describe("decimalSum", () => {
  it("adds decimals as people do", () => {
    const tenths = new Float64Array(10).fill(0.1);
    expect(decimalSum(tenths, 0, 10)).toBe(1);
    expect(decimalSum(tenths, 0, 3)).toBe(0.3);
  });

  it("adds whole numbers up to where a double can tell them apart, and past it no worse", () => {
    expect(decimalSum(Float64Array.of(3, 1_000_000_007, 9e7), 0, 3)).toBe(1_090_000_010);
    expect(decimalSum(Float64Array.of(1, 2, 0.5), 0, 3)).toBe(3.5);
    expect(decimalSum(Float64Array.of(2 ** 53, 1, 1), 0, 3)).toBe(2 ** 53 + 2);
  });

  it("falls back to a compensated sum for figures of more than eight decimals", () => {
    expect(decimalSum(Float64Array.of(1e16, 1, 1e-12, -1e16), 0, 4)).toBe(1.000000000001);
  });

  it("has no sum where a figure is unknown", () => {
    expect(decimalSum(Float64Array.of(1, Number.NaN), 0, 2)).toBeNaN();
  });
});
