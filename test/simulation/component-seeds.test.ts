/** The daemon's components in processes of their own, under the same faults; each process crashes by itself. */
import {describe, expect, it} from "vitest";
import type {StageName} from "../../src/lib/integration/stages.js";
import {breachesOf} from "../support/simulated-invariants.js";
import {simulate} from "../support/simulated-run.js";
import {componentSeedsToRun, runSeeds} from "../support/simulated-seeds.js";
import type {PlantedParcels} from "../support/simulated-topology.js";

const HOURS = 3_600_000;
/** What is removed too early is missed only where a process crashes right then. */
const PLANTED_SEEDS = 40;

/** What the first seed that notices says; null when none does. */
async function found(plantedParcels: PlantedParcels): Promise<string | null> {
  for (let seed = 0; seed < PLANTED_SEEDS; seed++)
    try {
      const [breach] = breachesOf(await simulate(seed, {isApart: true, plantedParcels}));
      if (breach !== undefined) return breach;
    } catch (error) {
      return (error as Error).message;
    }
  return null;
}

/** Every seventh parcel of a stage says that nothing was made. */
function forgets(stage: StageName): PlantedParcels {
  return (bus) => ({
    ...bus,
    publish: (stream, parcels) =>
      bus.publish(
        stream,
        parcels.map((parcel) => (parcel.stage === stage && parcel.before % 7 === 0 ? {...parcel, made: []} : parcel))
      )
  });
}

describe("components apart, under drops, duplicates, delays, partitions, stalls, torn writes and crashes", () => {
  it(
    "keep every invariant",
    async () => {
      const seeds = componentSeedsToRun();
      const {failures, runs, fills, restarts, trimmed} = await runSeeds(seeds, {isApart: true});
      expect(failures.join("\n")).toBe("");
      expect(runs).toBe(seeds.length);
      if (runs > 1) {
        expect(fills).toBeGreaterThan(10 * runs);
        // Six processes are started in each run.
        expect(restarts).toBeGreaterThan(6 * runs);
        expect(trimmed).toBeGreaterThan(runs);
      }
    },
    3 * HOURS
  );

  it("are found out when what was made of a slice is left out", async () => {
    for (const stage of ["factors", "agents", "decision", "market"] as const)
      expect(await found(forgets(stage)), stage).not.toBeNull();
  });

  it("are found out when the bus removes what is read and not yet in the journal", async () => {
    expect(await found((bus) => ({...bus, trim: (stream) => bus.trim(stream)}))).not.toBeNull();
  }, 120_000);
});
