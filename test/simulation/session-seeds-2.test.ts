/** The odd seeds: the daemon's logic under faults. Two files, so that two processors share the work. */
import {describe, expect, it} from "vitest";
import {runSeeds, seedsToRun} from "../support/simulated-seeds.js";

const HOURS = 3_600_000;

describe("a session under drops, duplicates, delays, partitions, stalls, torn writes and crashes", () => {
  it(
    "keeps every invariant with an odd seed",
    async () => {
      const seeds = seedsToRun({part: 1, parts: 2});
      const {failures, runs, fills, restarts} = await runSeeds(seeds);
      expect(failures.join("\n")).toBe("");
      expect(runs).toBe(seeds.length);
      // A suite in which nothing happens proves nothing.
      if (runs > 1) {
        expect(fills).toBeGreaterThan(10 * runs);
        expect(restarts).toBeGreaterThan(runs);
      }
    },
    3 * HOURS
  );
});
