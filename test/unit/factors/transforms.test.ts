/** Transforms of one slice of factor values. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {decayWeighted} from "../../../src/lib/factors/transform-decay.js";
import {neutralise} from "../../../src/lib/factors/transform-neutralise.js";
import {orthogonaliseInOrder, orthogonaliseSymmetrically} from "../../../src/lib/factors/transform-orthogonalise.js";
import {rankNormal, rankShare} from "../../../src/lib/factors/transform-rank.js";
import {standardise} from "../../../src/lib/factors/transform-standardise.js";
import {winsorise} from "../../../src/lib/factors/transform-winsorise.js";

const column = (...values: number[]) => Float64Array.from(values);
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
const finite = (values: Float64Array) => values.filter((value) => Number.isFinite(value));

describe("winsorise", () => {
  it("draws values beyond the quantiles in to them and keeps what is absent absent", () => {
    const values = column(0, 1, 2, 3, 100, Number.NaN);
    // Type 7 over 0, 1, 2, 3, 100: the 75 % quantile is 3, the 25 % quantile 1.
    expect([...winsorise(values, {lower: 0.25, upper: 0.75})]).toEqual([1, 1, 2, 3, 3, Number.NaN]);
  });
});

describe("standardise", () => {
  it("divides by the sample deviation", () => {
    expect([...standardise(column(1, 2, 3, Number.NaN))]).toEqual([-1, 0, 1, Number.NaN]);
  });

  it("is undefined where values do not differ or stand alone", () => {
    expect([...standardise(column(5, 5, 5))]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([...standardise(column(5, Number.NaN))]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("ranks", () => {
  it("are shares with ties at their average", () => {
    expect([...rankShare(column(10, 30, 10, Number.NaN, 20))]).toEqual([0.25, 0.875, 0.25, Number.NaN, 0.625]);
  });

  it("become normal scores that mirror each other", () => {
    const [low, middle, high] = rankNormal(column(-5, 0, 7));
    expect(middle).toBeCloseTo(0, 12);
    expect(low).toBeCloseTo(-(high as number), 12);
    expect(high).toBeCloseTo(0.967421566, 8);
  });

  it("do not change under a rising function of the values", () => {
    const property = fc.property(fc.array(fc.integer({min: -50, max: 50}), {minLength: 1, maxLength: 20}), (values) => {
      expect(rankShare(Float64Array.from(values, Math.exp))).toEqual(rankShare(Float64Array.from(values)));
    });
    fc.assert(property, {seed: 42, numRuns: 50});
  });
});

describe("neutralise", () => {
  it("takes the mean of each group out", () => {
    const out = neutralise(column(1, 3, 10, 20), {groups: ["a", "a", "b", "b"]});
    [-1, 1, -5, 5].forEach((expected, i) => {
      expect(out[i]).toBeCloseTo(expected, 12);
    });
  });

  it("leaves nothing that an exposure explains, and nothing for an instrument without one", () => {
    const size = column(1, 2, 3, 4, Number.NaN);
    const out = neutralise(column(2, 4.5, 5.5, 8, 3), {columns: [size]});
    expect(out[4]).toBeNaN();
    expect(dot(out.subarray(0, 4), size.subarray(0, 4))).toBeCloseTo(0, 12);
    expect(out.subarray(0, 4).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  });

  it("is undefined where there are as many coefficients as instruments", () => {
    expect(finite(neutralise(column(1, 2), {columns: [column(3, 4)]}))).toHaveLength(0);
    expect(finite(neutralise(column(1, 2, 3), {groups: ["a", "b", "c"]}))).toHaveLength(0);
  });

  it("is undefined where exposures depend on each other", () => {
    const size = column(1, 2, 3, 4, 5);
    expect(finite(neutralise(column(1, 3, 2, 5, 4), {columns: [size, size]}))).toHaveLength(0);
  });
});

describe("orthogonalise", () => {
  const a = column(1, 2, 3, 4, 6);
  const b = column(2, 1, 4, 3, 7);

  it("in order keeps the first and makes the second its residual", () => {
    const [first, second] = present(orthogonaliseInOrder([a, b]), "columns") as [Float64Array, Float64Array];
    expect([...first]).toEqual([...a]);
    expect(dot(first, second)).toBeCloseTo(0, 10);
    expect(second.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
  });

  it("symmetrically gives an orthonormal set that treats both alike", () => {
    const [x, y] = present(orthogonaliseSymmetrically([a, b]), "columns") as [Float64Array, Float64Array];
    expect([dot(x, x), dot(y, y), Math.abs(dot(x, y))].map((value) => Math.round(value * 1e10) / 1e10)).toEqual([
      1, 1, 0
    ]);
    const [y2, x2] = present(orthogonaliseSymmetrically([b, a]), "columns") as [Float64Array, Float64Array];
    x.forEach((value, i) => {
      expect(x2[i]).toBeCloseTo(value, 10);
      expect(y2[i]).toBeCloseTo(y[i] as number, 10);
    });
  });

  it("gives nothing for columns that depend on each other, and NaN for an incomplete instrument", () => {
    expect(orthogonaliseSymmetrically([a, a])).toBeNull();
    expect(orthogonaliseInOrder([a, a.map((value) => 2 * value), b])).toBeNull();
    const holed = Float64Array.from(b);
    holed[1] = Number.NaN;
    const [x] = present(orthogonaliseInOrder([a, holed]), "columns");
    expect(x?.[1]).toBeNaN();
  });
});

describe("decay", () => {
  it("halves a value's weight every half-life and skips what is absent", () => {
    const out = decayWeighted(column(4, Number.NaN, 1), 1);
    expect(out[0]).toBe(4);
    expect(out[1]).toBeNaN();
    // Weights 1/4 and 1.
    expect(out[2]).toBeCloseTo((4 * 0.25 + 1) / 1.25, 12);
  });
});
