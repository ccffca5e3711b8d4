/** The reports that sweeps left in the data folder, for the pages. */
import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import type {SweepReport} from "../../lib/integration/sweep/sweep-report.js";

/** Sweeps beyond this many, newest first, stay on disk but get no page: each costs build time. */
const MAXIMUM_SWEEPS = 12;
/** What may stand as a page's file name. */
const REPORT = /^[\w.-]+\.json$/;

/** Ids, newest first. */
export function keptSweeps(data: string): readonly string[] {
  const folder = join(data, "sweeps");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((file) => REPORT.test(file))
    .map((file) => ({id: file.replace(/\.json$/, ""), writtenAt: statSync(join(folder, file)).mtimeMs}));
  files.sort((a, b) => b.writtenAt - a.writtenAt || (a.id < b.id ? -1 : 1));
  return files.slice(0, MAXIMUM_SWEEPS).map(({id}) => id);
}

/** A report without its long lists. */
export function sweepHead(data: string, id: string): unknown {
  const report = JSON.parse(readFileSync(join(data, "sweeps", `${id}.json`), "utf8")) as SweepReport;
  const {strategy, by, best, honesty, parameters, isSimulated, snapshot, trials} = report;
  return {id, strategy, by, best, honesty, parameters, isSimulated, snapshot, trialCount: trials.length};
}
