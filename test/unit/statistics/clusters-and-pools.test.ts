/** Groups of correlated series, and the pool that puts confidence back. */
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {betaTransformedPool, fitBetaTransform} from "../../../src/lib/statistics/beta-pool.js";
import {correlationMatrix, effectiveTrials} from "../../../src/lib/statistics/deflated-sharpe.js";
import {optimalClusters} from "../../../src/lib/statistics/optimal-clusters.js";

/** `groups` blocks of `each` series: what they share is stronger than what is their own. */
function blocks(groups: number, each: number, seed: number): Float64Array[] {
  const random = seededRandom(seed);
  return Array.from({length: groups}, () => Float64Array.from({length: 300}, () => random.normal())).flatMap((shared) =>
    Array.from({length: each}, () => shared.map((value) => value + 0.5 * random.normal()))
  );
}

describe("the optimal number of clusters", () => {
  it.each([2, 3, 5])("finds %i planted groups, whatever the seed", (groups) => {
    for (const seed of [1, 2, 3]) {
      const found = optimalClusters(correlationMatrix(blocks(groups, 4, seed)), {seed});
      expect(found?.clusters).toBe(groups);
      for (let i = 0; i < groups * 4; i++) expect(found?.labels[i]).toBe(found?.labels[i - (i % 4)]);
    }
  });

  it("counts variants of few ideas as few trials", () => {
    expect(effectiveTrials(blocks(3, 5, 9)).byClusters).toBe(3);
  });

  it("is one for series that are the same, and unknown where a correlation is", () => {
    const [series = new Float64Array(0)] = blocks(1, 1, 1);
    expect(optimalClusters(correlationMatrix([series, series]))?.clusters).toBe(1);
    expect(optimalClusters(correlationMatrix([series, series, series]))?.clusters).toBe(1);
    expect(optimalClusters(correlationMatrix([series, series.map(() => 1)]))).toBeNull();
    expect(optimalClusters(correlationMatrix([series]))).toBeNull();
  });
});

describe("the beta-transformed pool", () => {
  it("with a = b = 1 is the linear pool", () => {
    expect(betaTransformedPool([0.2, 0.6], [0.5, 0.5], {a: 1, b: 1})).toBeCloseTo(0.4, 12);
    expect(betaTransformedPool([Number.NaN], [1], {a: 1, b: 1})).toBeNull();
  });

  it("puts the confidence back that a mean of calibrated opinions lacks", () => {
    // Two experts who each see one of two independent signs: their mean is calibrated nowhere but at a half.
    const random = seededRandom(4);
    const pooled: number[] = [];
    const outcomes: number[] = [];
    for (let i = 0; i < 4000; i++) {
      const truth = random.next() < 0.5 ? 1 : 0;
      const opinions = [0, 1]
        .map(() => (random.next() < 0.75 ? truth : 1 - truth))
        .map((sign) => (sign === 1 ? 0.75 : 0.25));
      pooled.push(((opinions[0] ?? 0) + (opinions[1] ?? 0)) / 2);
      outcomes.push(truth);
    }
    const shape = fitBetaTransform(pooled, outcomes);
    // Both say 0.75: nine to one it is.
    expect(betaTransformedPool([0.75, 0.75], [0.5, 0.5], shape ?? {a: 1, b: 1})).toBeCloseTo(0.9, 1);
    expect(shape?.a).toBeGreaterThan(1.2);
    expect(shape?.a).toBeCloseTo(shape?.b ?? 0, 0);
  });

  it("is not fitted where outcomes cannot tell", () => {
    expect(fitBetaTransform([0.5, 0.6], [1, 0])).toBeNull();
    expect(fitBetaTransform(new Array(100).fill(0.4), new Array(100).fill(0))).toBeNull();
  });
});
