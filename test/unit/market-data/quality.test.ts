import {describe, expect, it} from "vitest";
import {checkCandles, countRejected, QUALITY_FLAGS} from "../../../src/lib/market-data/quality.js";
import {type CandleColumns, emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";

const MINUTE = 60_000;

/** Candles of one minute whose closes swing a little; `change` may spoil them. */
function series(length: number, change: (columns: CandleColumns) => void = () => {}): CandleColumns {
  const columns = emptyCandleColumns("1m", length);
  for (let i = 0; i < length; i++) {
    columns.openTime[i] = i * MINUTE;
    columns.open[i] = 100;
    columns.close[i] = 100 + ((i * i) % 7) / 2;
    columns.high[i] = 104;
    columns.low[i] = 99;
    columns.volume[i] = 1;
  }
  change(columns);
  return columns;
}

function reasons(columns: CandleColumns, options = {}): string[] {
  return checkCandles(columns, options).rejected.map(({index, reason}) => `${index} ${reason}`);
}

describe("checkCandles", () => {
  it("hands whole series on without copying them", () => {
    const columns = series(50);
    const report = checkCandles(columns);
    expect(report.accepted).toBe(columns);
    expect(report).toMatchObject({rejected: [], zeroVolume: 0, outliers: 0, stale: 0});
  });

  it("names the reason of every rejected row and keeps the rest in order", () => {
    const columns = series(12, ({openTime, open, high, low, close, volume}) => {
      close[1] = Number.NaN;
      openTime[2] = 2 * MINUTE + 1;
      openTime[4] = 3 * MINUTE;
      openTime[5] = MINUTE;
      low[6] = 0;
      high[7] = 99;
      open[8] = 98;
      volume[9] = -1;
      volume[10] = Number.POSITIVE_INFINITY;
    });
    expect(reasons(columns)).toEqual([
      "1 not-a-number",
      "2 misaligned",
      "4 duplicate",
      "5 out-of-order",
      "6 price-not-positive",
      "7 open-or-close-outside-high-low",
      "8 open-or-close-outside-high-low",
      "9 negative-volume",
      "10 not-a-number"
    ]);
    const report = checkCandles(columns);
    expect([...report.accepted.openTime]).toEqual([0, 3 * MINUTE, 11 * MINUTE]);
    expect(countRejected(report.rejected)).toMatchObject({"not-a-number": 2, duplicate: 1, "not-closed": 0});
  });

  it("rejects a candle that is not closed yet", () => {
    expect(reasons(series(3), {now: 2 * MINUTE + 59_999})).toEqual(["2 not-closed"]);
    expect(reasons(series(3), {now: 3 * MINUTE})).toEqual([]);
  });

  it("rejects what repeats the candle before the first row", () => {
    expect(reasons(series(2), {previous: {openTime: 0, close: 100}})).toEqual(["0 duplicate"]);
  });

  it("flags a return beyond ten median absolute deviations and keeps the row", () => {
    const columns = series(100, ({close, high}) => {
      close[50] = 200;
      high[50] = 200;
    });
    const report = checkCandles(columns);
    expect(report.accepted.length).toBe(100);
    expect(report.outliers).toBe(2);
    expect(report.flags[50]).toBe(QUALITY_FLAGS.outlier);
    expect(report.flags[51]).toBe(QUALITY_FLAGS.outlier);
    expect(report.largestLogReturn).toBeCloseTo(Math.log(2), 12);
  });

  it("has no outlier rule for a series that does not move", () => {
    const flat = series(40, ({close}) => close.fill(100));
    flat.close[20] = 102;
    expect(checkCandles(flat).outliers).toBe(0);
  });

  it("flags zero volume, runs at one price and the candle after a gap", () => {
    const columns = series(30, ({openTime, open, high, low, close, volume}) => {
      for (const prices of [open, high, low, close]) prices.fill(101, 5, 16);
      volume[20] = 0;
      for (let i = 25; i < 30; i++) openTime[i] = (i + 4) * MINUTE;
    });
    const report = checkCandles(columns);
    expect(report.zeroVolume).toBe(1);
    expect(report.flags[20]).toBe(QUALITY_FLAGS.zeroVolume);
    expect(report.stale).toBe(11);
    expect(report.flags[25]).toBe(QUALITY_FLAGS.afterGap);
    expect(report.flags[26]).toBe(0);
  });

  it("knows no largest return of fewer than two candles", () => {
    expect(checkCandles(series(1)).largestLogReturn).toBeNull();
    expect(checkCandles(series(0))).toMatchObject({largestLogReturn: null, outliers: 0});
  });
});
