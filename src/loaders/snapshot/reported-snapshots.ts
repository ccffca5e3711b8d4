/** Which snapshots the reports of runs were made from: they stay, so that every reported number can be made again. */
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";

/** @param runsFolder one folder a run, with its `report.json`; an absent one holds none. A report that cannot be read names none. */
export async function reportedSnapshots(runsFolder: string): Promise<readonly string[]> {
  const runs = await readdir(runsFolder).catch(() => []);
  const named = await Promise.all(runs.map((run) => snapshotOf(join(runsFolder, run, "report.json"))));
  return [...new Set(named.filter((id): id is string => id !== null))].sort();
}

async function snapshotOf(report: string): Promise<string | null> {
  try {
    const {identity} = JSON.parse(await readFile(report, "utf8")) as {identity?: {snapshot?: unknown}};
    return typeof identity?.snapshot === "string" ? identity.snapshot : null;
  } catch {
    return null;
  }
}
