import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  isMultiple,
  multiply,
  parseDecimal,
  type Rounding,
  roundTo,
  roundToStep,
  subtract,
  toNumber,
  toText
} from "../../../src/lib/core/decimal.js";

const text = (value: Decimal) => toText(value);

describe("decimal", () => {
  it("adds tenths without the error of float64", () => {
    expect(text(add(decimal(0.1), decimal(0.2)))).toBe("0.3");
    expect(text(subtract(decimal(100000000), decimal(1e-8)))).toBe("99999999.99999999");
  });

  it("multiplies exactly, however many digits that takes", () => {
    expect(text(multiply(decimal(3090.25), decimal(0.00012345)))).toBe("0.3814913625");
  });

  it("reads numbers whose text has an exponent", () => {
    expect(text(decimal(1e-10))).toBe("0.0000000001");
    expect(text(decimal(1.5e21))).toBe("1500000000000000000000");
    expect(text(decimal(-2.5e-9))).toBe("-0.0000000025");
  });

  it("refuses what is not a finite number", () => {
    expect(() => decimal(Number.NaN)).toThrow("finite");
    expect(() => decimal(Number.POSITIVE_INFINITY)).toThrow("finite");
    expect(() => parseDecimal("1,5")).toThrow("not a decimal");
  });

  it("rounds in the direction that is named, on both sides of zero", () => {
    const cases: [number, Rounding, string][] = [
      [2.5, "half-up", "3"],
      [-2.5, "half-up", "-3"],
      [2.4, "half-up", "2"],
      [-2.1, "floor", "-3"],
      [2.9, "floor", "2"],
      [-2.9, "ceil", "-2"],
      [2.1, "ceil", "3"],
      [-2.9, "toward", "-2"],
      [2.1, "away", "3"],
      [-2.1, "away", "-3"]
    ];
    for (const [value, rounding, expected] of cases) expect(text(roundTo(decimal(value), 0, rounding))).toBe(expected);
  });

  it("divides with the stated number of digits", () => {
    expect(text(divide(decimal(1), decimal(3), {scale: 6, rounding: "floor"}))).toBe("0.333333");
    expect(text(divide(decimal(2), decimal(-3), {scale: 2, rounding: "half-up"}))).toBe("-0.67");
    expect(() => divide(decimal(1), decimal(0), {scale: 2, rounding: "floor"})).toThrow("divided by 0");
  });

  it("finds the grid point next to a price", () => {
    expect(text(roundToStep(decimal(102.102), decimal(0.01), "ceil"))).toBe("102.11");
    expect(text(roundToStep(decimal(102.109), decimal(0.05), "floor"))).toBe("102.1");
    expect(isMultiple(decimal(102.1), decimal(0.05))).toBe(true);
    expect(isMultiple(decimal(102.11), decimal(0.05))).toBe(false);
  });

  it("gives back every float64 that it was made from", () => {
    const finite = fc.double({noNaN: true, noDefaultInfinity: true});
    fc.assert(
      fc.property(finite, (value) => {
        expect(toNumber(decimal(value))).toBe(value === 0 ? 0 : value);
      }),
      {seed: 42, numRuns: 2000}
    );
  });

  it("spells the shortest text of a number, by the fast way and by the slow one", () => {
    const priceLike = fc.tuple(fc.integer({min: -1e9, max: 1e9}), fc.integer({min: 0, max: 8}));
    fc.assert(
      fc.property(priceLike, ([units, scale]) => {
        const value = units / 10 ** scale;
        expect(compare(decimal(value), parseDecimal(String(value)))).toBe(0);
        expect(Number(text(decimal(value)))).toBe(value === 0 ? 0 : value);
      }),
      {seed: 42, numRuns: 2000}
    );
  });
});
