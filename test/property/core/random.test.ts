/** Seeded randomness: same seed same numbers, restorable at any point, uniform enough to rest a simulation on. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {restoreRandom, seededRandom, seedFor} from "../../../src/lib/core/random.js";

describe("seeded randomness", () => {
  it("goes on from a saved state exactly where it stood", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(50), (seed, steps) => {
        const random = seededRandom(seed);
        for (let i = 0; i < steps; i++) random.normal();
        random.next();
        const copy = restoreRandom(JSON.parse(JSON.stringify(random.state())));
        for (let i = 0; i < 20; i++)
          expect([copy.next(), copy.normal(), copy.below(9)]).toEqual([
            random.next(),
            random.normal(),
            random.below(9)
          ]);
      }),
      {seed: 11, numRuns: 100}
    );
  });

  it("fills many at once with the numbers that it would give one at a time, and goes on behind them", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(70), (seed, count) => {
        const [random, single] = [seededRandom(seed), seededRandom(seed)];
        expect(random.next()).toBe(single.next());
        const bits = new Uint32Array(count);
        random.fill(bits);
        for (const word of bits) expect(word / 2 ** 32).toBe(single.next());
        expect(random.next()).toBe(single.next());
      }),
      {seed: 12, numRuns: 60}
    );
  });

  it("fills [0, 1) evenly: 64 cells of 64 000 draws stay within the 99.99 % band of chi squared", () => {
    const random = seededRandom(5);
    const cells = new Float64Array(64);
    for (let i = 0; i < 64_000; i++) {
      const cell = Math.floor(random.next() * 64);
      cells[cell] = (cells[cell] as number) + 1;
    }
    const chiSquared = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeGreaterThan(27);
    expect(chiSquared).toBeLessThan(115);
  });

  it("gives normals of mean 0 and variance 1, and parts of one seed streams of their own", () => {
    const random = seededRandom(6);
    const draws = Array.from({length: 20_000}, () => random.normal());
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(seedFor(1, "prices")).not.toBe(seedFor(1, "volumes"));
  });
});
