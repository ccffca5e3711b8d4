import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {highestNear, lowestNear, withinDouble} from "../../../src/lib/market-data/extremes.js";
import {resample} from "../../../src/lib/market-data/resample.js";
import {emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";

const price = fc.double({min: 1e-9, max: 1e7, noNaN: true});
/** Prices of one neighbourhood, and now and then one from anywhere. */
const prices = fc
  .tuple(price, fc.array(fc.double({min: 0.71, max: 1.41, noNaN: true}), {minLength: 1, maxLength: 40}))
  .map(([base, factors]) => factors.map((factor) => base * factor));

describe("extremes", () => {
  it("are exact wherever the prices are near enough to each other, whatever their digits", () => {
    fc.assert(
      fc.property(prices, fc.option(price, {freq: 8}), (near, far) => {
        const values = Float64Array.from(far === null ? near : [...near, far]);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        const [lowest, highest] = [lowestNear(values, 0, values.length), highestNear(values, 0, values.length)];
        if (far === null) expect(withinDouble(lowest, highest)).toBe(true);
        if (withinDouble(lowest, highest)) expect([lowest, highest]).toEqual([low, high]);
      }),
      {seed: 42, numRuns: 500}
    );
  });

  it("of a range that crashes by more than half are exact all the same", () => {
    const columns = emptyCandleColumns("1m", 60);
    for (let i = 0; i < 60; i++) {
      columns.openTime[i] = i * 60_000;
      columns.high[i] = 0.1 + i * 97.3;
      columns.low[i] = columns.high[i] as number;
      columns.open[i] = columns.high[i] as number;
      columns.close[i] = columns.high[i] as number;
    }
    const {columns: out} = resample(columns, "1h");
    expect([out.low[0], out.high[0]]).toEqual([0.1, 0.1 + 59 * 97.3]);
  });

  it("have no figure where a price has none", () => {
    const values = Float64Array.of(1, 2, Number.NaN, 3, 4, 5, 6, 7);
    expect([lowestNear(values, 0, 8), highestNear(values, 0, 8)]).toEqual([Number.NaN, Number.NaN]);
    expect(withinDouble(Number.NaN, 1)).toBe(false);
  });
});
