/** Writes a project's data folder as the commands would leave it, from invented results: for tests of the pages. */
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {sampleFactors} from "./sample-factors.js";
import {writeSampleMarket} from "./sample-market.js";
import {sampleAgents} from "./sample-research.js";
import {sampleDecisions, sampleReport, writeSampleRun} from "./sample-run.js";
import {sampleSweep} from "./sample-sweep.js";

export interface SampleSite {
  readonly snapshot: string;
  readonly runs: readonly [string, string];
  readonly sweep: string;
}

export async function writeSampleSiteData(project: string, seed = 1): Promise<SampleSite> {
  const snapshot = "3f9ac2d41b77e0c5";
  const runs = ["run-7d21c9", "run-0b44e1"] as const;
  const data = join(project, "data");
  const write = async (name: string, value: unknown) => {
    await mkdir(join(data, name, ".."), {recursive: true});
    await writeFile(join(data, name), JSON.stringify(value));
  };
  await write("site.json", {
    snapshot,
    run: runs[0],
    isSimulated: true,
    generatedAt: "2025-10-28T00:00:00.000Z",
    papertapeVersion: "0.1.0"
  });
  await write(`snapshots/${snapshot}/manifest.json`, {
    id: snapshot,
    rows: 43_000,
    codeCommit: "4f2d9ab",
    storage: "v1.0.0"
  });
  await writeSampleMarket(join(data, "snapshots", snapshot, "market.duckdb"), seed);
  await write("research/factors.json", sampleFactors(snapshot, seed));
  await write("research/agents.json", sampleAgents(snapshot, seed));
  await write("research/decisions.json", sampleDecisions(runs[0], seed));
  for (const [index, id] of runs.entries()) {
    await write(`runs/${id}/report.json`, sampleReport({id, snapshot, seed: seed + index}));
    await writeSampleRun(join(data, "runs", id, "run.duckdb"));
  }
  const sweep = sampleSweep(snapshot);
  await write(`sweeps/${sweep.id}.json`, sweep);
  return {snapshot, runs, sweep: sweep.id};
}
