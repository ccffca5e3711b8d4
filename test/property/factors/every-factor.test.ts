/** What holds for every factor of the catalogue, whatever it calculates. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {ALPHA360_FACTORS} from "../../../src/lib/factors/alpha360/alpha360.js";
import {auditFactor} from "../../../src/lib/factors/factor-audit.js";
import {ALL_FACTORS} from "../../../src/lib/factors/factor-named.js";
import {fedCalculation, madeUpFlows} from "../../unit/factors/fed-calculation.js";
import {madeUpColumns} from "../../unit/factors/made-up-candles.js";

/** Of Alpha360, which is one calculation at sixty distances, the nearest, the next and the furthest. */
const some360 = ALPHA360_FACTORS.filter(({parameters}) => [0, 1, 59].includes(parameters.candles ?? -1));
const factors = [...ALL_FACTORS, ...some360].map((factor) => [factor.name, factor] as const);

describe.each(factors)("%s", (_, factor) => {
  const count = factor.warmUp + 25;
  const columns = madeUpColumns({seed: 11, count});
  const reference = madeUpColumns({seed: 12, count});
  const flows = madeUpFlows(columns);

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
    fc.assert(property, {seed: 42, numRuns: 3, examples: [[0], [factor.warmUp - 1], [factor.warmUp]]});
  });

  it("does not look ahead, at any candle", () => {
    const {lookAhead, isSound} = auditFactor(factor, {columns, reference, flows});
    expect(lookAhead.prefix).toMatchObject({checked: count, violations: 0, first: null});
    expect(lookAhead.noise).toMatchObject({violations: 0, first: null});
    expect(isSound).toBe(true);
  });
});
