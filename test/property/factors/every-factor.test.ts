/** What holds for every factor of the catalogue, whatever it calculates. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Factor} from "../../../src/lib/factors/factor.js";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {ALL_FACTORS} from "../../../src/lib/factors/factor-named.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {fedCalculation} from "../../unit/factors/fed-calculation.js";
import {madeUpColumns} from "../../unit/factors/made-up-candles.js";

const factors = ALL_FACTORS.map((factor) => [factor.name, factor] as const);
const needsFlows = ({inputs}: Factor) => inputs.some((input) => ["trades", "book", "funding"].includes(input));

describe.each(factors)("%s", (_, factor) => {
  const count = factor.warmUp + 40;
  const columns = madeUpColumns({seed: 11, count});
  const reference = madeUpColumns({seed: 12, count});

  it("gives its first value with candle number warmUp, and one with every candle after it", () => {
    const values = fedCalculation(factor, {columns, reference}).all();
    const defined = values.map((value) => Number.isFinite(value));
    expect(defined.indexOf(true) + 1).toBe(factor.warmUp);
    expect(defined.slice(factor.warmUp - 1).every((isDefined) => isDefined)).toBe(true);
  });

  it("goes on from a snapshot, through JSON, as if it had never stopped", () => {
    const uninterrupted = fedCalculation(factor, {columns, reference}).all();
    const property = fc.property(fc.integer({min: 0, max: count - 1}), (stop) => {
      const before = fedCalculation(factor, {columns, reference});
      for (let i = 0; i < stop; i++) before.next();
      const text = JSON.stringify(before.calculation.snapshot());
      const after = fedCalculation(factor, {columns, reference, from: stop});
      after.calculation.restore(JSON.parse(text));
      expect(after.all()).toEqual(uninterrupted.slice(stop));
    });
    fc.assert(property, {seed: 42, numRuns: 4, examples: [[0], [factor.warmUp - 1], [factor.warmUp]]});
  });

  it("does not change at a candle when the candles after it change", () => {
    if (needsFlows(factor)) return;
    const cut = factor.warmUp + 10;
    const all = calculateColumns(factor, columns, reference);
    const part = calculateColumns(factor, sliceColumns(columns, 0, cut), sliceColumns(reference, 0, cut));
    expect([...part]).toEqual([...all.subarray(0, cut)]);
  });
});
