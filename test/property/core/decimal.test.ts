/** Decimals of float64 numbers: whatever way they are made, they are those that the shortest text spells. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {compare, decimal, numberText, parseDecimal, toText} from "../../../src/lib/core/decimal.js";

const anyNumber = fc.oneof(
  fc.double({noNaN: true, noDefaultInfinity: true}),
  fc.double({min: -1e6, max: 1e6, noNaN: true}),
  fc.integer({min: -1e9, max: 1e9}).map((units) => units / 1e4),
  fc.constantFrom(0, -0, 1e15, 1e21, 123456789012345680000, 1e-6, 1e-7, 5e-324, 0.1 + 0.2)
);

describe("the decimal of a number", () => {
  it("is what its shortest text spells", () => {
    const same = (value: number) => compare(decimal(value), parseDecimal(String(value))) === 0;
    fc.assert(fc.property(anyNumber, same), {seed: 42, numRuns: 5000});
  });

  it("has the text that `numberText` gives at once, and comes back from it", () => {
    const same = (value: number) =>
      numberText(value) === toText(decimal(value)) && Number(numberText(value)) === value + 0;
    fc.assert(fc.property(anyNumber, same), {seed: 42, numRuns: 5000});
  });

  it("is refused where there is none", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => numberText(value)).toThrow(/finite/);
  });
});
