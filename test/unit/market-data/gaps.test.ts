import {describe, expect, it} from "vitest";
import {findGaps, leavesOutEmptyCandles, summarizeGaps} from "../../../src/lib/market-data/gaps.js";
import {emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";

const HOUR = 3_600_000;

function at(...hours: number[]) {
  const columns = emptyCandleColumns("1h", hours.length);
  columns.openTime.set(hours.map((hour) => hour * HOUR));
  return columns;
}

describe("findGaps", () => {
  it("finds each run between candles with its first and last missing open time", () => {
    const gaps = findGaps(at(1, 2, 5, 6, 8));
    expect(gaps).toEqual([
      {from: 3 * HOUR, to: 4 * HOUR, missing: 2},
      {from: 7 * HOUR, to: 7 * HOUR, missing: 1}
    ]);
    expect(summarizeGaps(gaps)).toEqual({missing: 3, runs: 2, longest: 2});
  });

  it("finds what is missing at the ends of a range that was asked for", () => {
    expect(findGaps(at(3), {from: HOUR - 5, before: 6 * HOUR})).toEqual([
      {from: HOUR, to: 2 * HOUR, missing: 2},
      {from: 4 * HOUR, to: 5 * HOUR, missing: 2}
    ]);
  });

  it("takes a range without any candle as one gap", () => {
    expect(findGaps(at(), {from: HOUR, before: 4 * HOUR})).toEqual([{from: HOUR, to: 3 * HOUR, missing: 3}]);
    expect(findGaps(at())).toEqual([]);
  });
});

describe("leavesOutEmptyCandles", () => {
  it("knows the venues that leave out candles without trades (T15)", () => {
    expect(leavesOutEmptyCandles("bitfinex-spot")).toBe(true);
    expect(leavesOutEmptyCandles("binance-spot")).toBe(false);
  });
});
