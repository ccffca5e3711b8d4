import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {findGaps} from "../../../src/lib/market-data/gaps.js";
import {resample} from "../../../src/lib/market-data/resample.js";
import {emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {candleAt} from "../../../src/lib/vocabulary/candle-rows.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../../../src/lib/vocabulary/timeframe.js";

/** Whole numbers of 1e-8, so that BigInt gives the exact decimal sum. */
const amount = fc.oneof(fc.integer({min: 0, max: 300_000_000}), fc.integer({min: 0, max: 5_000_000_000_000}));
const candles = fc.array(fc.record({skip: fc.nat(3), price: fc.integer({min: 1, max: 10_000}), amount}), {
  minLength: 1,
  maxLength: 300
});
const targets = fc.constantFrom<Timeframe>("1h", "2h", "4h", "1d", "3d", "1w");

function columnsFrom(list: readonly {skip: number; price: number; amount: number}[]) {
  const columns = emptyCandleColumns("1h", list.length);
  let time = candleOpenTime("1h", 1_700_000_000_000);
  list.forEach(({skip, price, amount: units}, index) => {
    time += (1 + skip) * 3_600_000;
    columns.openTime[index] = time;
    columns.open[index] = price;
    columns.high[index] = price + (units % 7);
    columns.low[index] = Math.max(0.5, price - (units % 5));
    columns.close[index] = price + (units % 2);
    columns.volume[index] = units / 1e8;
  });
  return columns;
}

describe("resample", () => {
  it("gives for each range the first open, extremes, last close and the exact decimal sum of volumes", () => {
    fc.assert(
      fc.property(candles, targets, (list, timeframe) => {
        const columns = columnsFrom(list);
        const {columns: out, isComplete} = resample(columns, timeframe);
        const ranges = new Map<number, number[]>();
        list.forEach((_, index) => {
          const open = candleOpenTime(timeframe, columns.openTime[index] as number);
          ranges.set(open, [...(ranges.get(open) ?? []), index]);
        });
        expect([...out.openTime]).toEqual([...ranges.keys()]);
        [...ranges.values()].forEach((members, k) => {
          const inside = members.map((index) => candleAt(columns, index));
          const units = members.reduce((sum, index) => sum + BigInt(list[index]?.amount ?? 0), 0n);
          const text = units.toString().padStart(9, "0");
          expect(candleAt(out, k)).toMatchObject({
            open: inside[0]?.open,
            high: Math.max(...inside.map(({high}) => high)),
            low: Math.min(...inside.map(({low}) => low)),
            close: inside.at(-1)?.close,
            volume: Number(`${text.slice(0, -8)}.${text.slice(-8)}`),
            quoteVolume: Number.NaN
          });
          expect(isComplete[k] === 1).toBe(members.length === timeframeMs(timeframe) / 3_600_000);
        });
      }),
      {seed: 42, numRuns: 150}
    );
  });

  it("gives the same by way of any timeframe between when nothing is missing", () => {
    fc.assert(
      fc.property(candles, (list) => {
        const columns = columnsFrom(list.map((candle) => ({...candle, skip: 0})));
        expect(findGaps(columns)).toEqual([]);
        expect(resample(resample(columns, "4h").columns, "1d").columns).toEqual(resample(columns, "1d").columns);
      }),
      {seed: 42, numRuns: 100}
    );
  });
});
