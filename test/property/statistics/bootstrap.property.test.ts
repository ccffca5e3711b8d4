/** Resamples are a stored thing: a seed gives the same rows whichever way they are made. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {
  bootstrapInterval,
  bootstrapStatistics,
  percentileInterval,
  resampleIndices
} from "../../../src/lib/statistics/bootstrap.js";
import {mean, standardDeviation} from "../../../src/lib/statistics/moments.js";

const plans = fc.record({
  n: fc.integer({min: 1, max: 90}),
  resamples: fc.integer({min: 1, max: 200}),
  seed: fc.integer(),
  block: fc.double({min: 0.5, max: 40, noNaN: true})
});

describe("bootstrap", () => {
  it("draws the stationary rows that Politis and Romano's recipe draws one number at a time", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect([...resampleIndices(plan).indices]).toEqual(recipe(plan));
      }),
      {seed: 21, numRuns: 60}
    );
  });

  it("gives the interval that the stored rows give, to the last bit, for every scheme", () => {
    fc.assert(
      fc.property(plans, fc.constantFrom("stationary", "circular", "moving", "iid"), (plan, scheme) => {
        const random = seededRandom(plan.seed + 1);
        const values = Float64Array.from({length: plan.n}, () => random.normal());
        for (const statistic of [mean, standardDeviation]) {
          const draws = bootstrapStatistics(values, resampleIndices({...plan, scheme}), statistic);
          const stored = percentileInterval(draws, {estimate: statistic(values)});
          expect(bootstrapInterval(values, {...plan, scheme}, statistic)).toEqual(stored);
        }
      }),
      {seed: 22, numRuns: 40}
    );
  });
});

function recipe({n, resamples, seed, block}: {n: number; resamples: number; seed: number; block: number}): number[] {
  const random = seededRandom(seed);
  const rows: number[] = [];
  for (let r = 0; r < resamples; r++) {
    let place = random.below(n);
    for (let i = 0; i < n; i++) {
      rows.push(place);
      place = random.next() < 1 / Math.max(block, 1) ? random.below(n) : (place + 1) % n;
    }
  }
  return rows;
}
