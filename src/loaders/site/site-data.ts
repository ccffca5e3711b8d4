/**
 * The files that the notebooks read, each taken from the project's data folder where a command wrote it. What no
 * command has made yet has an empty but valid shape; its page then names the command. One definition for the data
 * loaders (preview) and for the build, which stages all files at once instead of starting a process for each.
 */
import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {mkdir, readFile, rm, symlink, writeFile} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {EMPTY_COVERAGE, readCoverage} from "./coverage.js";
import {emptyFile} from "./duckdb-file.js";
import {keptSweeps, sweepHead} from "./kept-sweeps.js";

export interface SiteInfo {
  readonly snapshot: string | null;
  readonly run: string | null;
  readonly isSimulated: boolean;
  readonly generatedAt: string | number | null;
  readonly papertapeVersion: string | null;
}

/** A file as it lies on disk, or contents made for the site. */
export type SiteFile = {readonly path: string} | {readonly contents: string | Uint8Array};

const EMPTY_SITE: SiteInfo = {snapshot: null, run: null, isSimulated: false, generatedAt: null, papertapeVersion: null};
const EMPTY_FACTORS = {snapshot: null, timeframe: null, horizons: [], instruments: [], factors: []};
const EMPTY_AGENTS = {snapshot: null, timeframe: null, horizonCandles: null, agents: []};
const EMPTY_DECISIONS = {run: null, decisions: []};
/** DuckDB's worker and WebAssembly go as files: as imports the build would parse the worker's 800 kB three times. */
const BINARIES = ["market.duckdb", "run.duckdb", "duckdb-worker.js", "duckdb-eh.wasm"];
/** What may stand as a page's file name. */
const PAGE_NAME = /^[\w.-]+$/;
/** Reports beyond this many, newest first, stay on disk but get no page: each costs build time. */
const MAXIMUM_REPORTS = 12;

/** PAPERTAPE_DATA moves it elsewhere. */
function dataFolder(project: string): string {
  return resolve(process.env.PAPERTAPE_DATA ?? join(project, "data"));
}

/** `data/site.json`, or its empty shape. */
export function readSiteInfo(project: string): SiteInfo {
  return {...EMPTY_SITE, ...readJson<Partial<SiteInfo>>(join(dataFolder(project), "site.json"), {})};
}

/** Names of the factors and agents that have been measured, and ids of the runs and sweeps that have a page. */
export function readPageNames(project: string): {
  readonly factors: readonly string[];
  readonly agents: readonly string[];
  readonly runs: readonly string[];
  readonly sweeps: readonly string[];
} {
  const research = join(dataFolder(project), "research");
  const {factors} = readJson<{factors: readonly {name: string}[]}>(join(research, "factors.json"), EMPTY_FACTORS);
  const {agents} = readJson<{agents: readonly {name: string}[]}>(join(research, "agents.json"), EMPTY_AGENTS);
  const names = (list: readonly {name: string}[]) => list.map(({name}) => name).filter((name) => PAGE_NAME.test(name));
  return {
    factors: names(factors),
    agents: names(agents),
    runs: reportedRuns(project),
    sweeps: keptSweeps(dataFolder(project))
  };
}

/**
 * @param name path below the notebooks' data folder, such as `site.json` or `runs/<id>/report.json`
 * @throws Error for a name that no page reads
 */
export async function siteFile(project: string, name: string): Promise<SiteFile> {
  const data = dataFolder(project);
  const {snapshot, run: current} = readSiteInfo(project);
  const inSnapshot = (file: string) => join(data, "snapshots", snapshot ?? "", file);
  const run = /^runs\/(?<id>[^/]+)\/(?<file>report\.json|run\.duckdb)$/.exec(name)?.groups;
  if (run !== undefined) {
    const path = join(data, name);
    return run.file === "report.json" ? orJson(path, null) : orEmptyDatabase(path, "empty-run.sql");
  }
  if (/^sweeps\/[\w.-]+\.json$/.test(name)) return orJson(join(data, name), null);
  switch (name) {
    case "site.json":
      return {contents: JSON.stringify(readSiteInfo(project))};
    case "runs.json":
      return {contents: JSON.stringify(reportedRuns(project).map((id) => runSummary(project, id)))};
    case "sweeps.json":
      return {contents: JSON.stringify(keptSweeps(data).map((id) => sweepHead(data, id)))};
    case "manifest.json":
      return orJson(inSnapshot("manifest.json"), null);
    case "market.duckdb":
      return orEmptyDatabase(inSnapshot("market.duckdb"), "empty-market.sql");
    case "coverage.json":
      return {contents: JSON.stringify(await coverageOf(inSnapshot("market.duckdb")))};
    case "factors.json":
      return orJson(join(data, "research", name), EMPTY_FACTORS);
    case "agents.json":
      return orJson(join(data, "research", name), EMPTY_AGENTS);
    case "run.duckdb":
      return orEmptyDatabase(join(data, "runs", current ?? "", name), "empty-run.sql");
    case "duckdb-worker.js":
      return {path: duckdbFile(project, "duckdb-browser-eh.worker.js")};
    case "duckdb-eh.wasm":
      return {path: duckdbFile(project, name)};
    case "decisions.json":
      return orJson(join(data, "research", name), EMPTY_DECISIONS);
    default:
      throw new Error(`no page reads data/${name}`);
  }
}

/** For a data loader: the file's bytes on standard output. */
export async function printSiteFile(name: string): Promise<void> {
  const file = await siteFile(process.cwd(), name);
  process.stdout.write("path" in file ? await readFile(file.path) : file.contents);
}

/** Puts every file where Framework keeps its loaders' output, in place of what was there. */
export async function stageSiteData(project: string, root: string): Promise<void> {
  const cache = join(project, root, ".observablehq", "cache", "data");
  await rm(cache, {recursive: true, force: true});
  const runs = reportedRuns(project).flatMap((id) => [`runs/${id}/report.json`, `runs/${id}/run.duckdb`]);
  const sweeps = keptSweeps(dataFolder(project)).map((id) => `sweeps/${id}.json`);
  const names = ["site", "runs", "sweeps", "manifest", "coverage", "factors", "agents", "decisions"].map(
    (name) => `${name}.json`
  );
  for (const name of [...names, ...BINARIES, ...runs, ...sweeps]) {
    const target = join(cache, name);
    const file = await siteFile(project, name);
    await mkdir(dirname(target), {recursive: true});
    if ("path" in file) await symlink(resolve(file.path), target);
    else await writeFile(target, file.contents);
  }
}

/** Ids of runs with a report: the current one first, then the newest. */
function reportedRuns(project: string): readonly string[] {
  const folder = join(dataFolder(project), "runs");
  if (!existsSync(folder)) return [];
  const {run} = readSiteInfo(project);
  const ids = readdirSync(folder).filter((id) => PAGE_NAME.test(id) && existsSync(join(folder, id, "report.json")));
  const writtenAt = new Map(ids.map((id) => [id, statSync(join(folder, id, "report.json")).mtimeMs]));
  const newestFirst = (a: string, b: string) =>
    Number(b === run) - Number(a === run) || (writtenAt.get(b) ?? 0) - (writtenAt.get(a) ?? 0) || (a < b ? -1 : 1);
  return ids.sort(newestFirst).slice(0, MAXIMUM_REPORTS);
}

interface ReportHead {
  readonly statistics?: Readonly<Record<string, unknown>>;
  readonly honesty?: unknown;
  readonly equity?: readonly (readonly unknown[])[];
}

/** A report without its long lists, with at most 60 points of equity for a sparkline. */
function runSummary(project: string, id: string): unknown {
  const report = readJson<Record<string, unknown> & ReportHead>(
    join(dataFolder(project), "runs", id, "report.json"),
    {}
  );
  const {trades, openTrades, monthly, attribution, withheld, equity = [], ...head} = report;
  const step = Math.max(1, Math.ceil(equity.length / 60));
  return {...head, id, equity: equity.filter((_, index) => index % step === 0 || index === equity.length - 1)};
}

async function coverageOf(path: string) {
  return existsSync(path) ? readCoverage(path) : EMPTY_COVERAGE;
}

function duckdbFile(project: string, name: string): string {
  return join(project, "node_modules", "@duckdb", "duckdb-wasm", "dist", name);
}

function orJson(path: string, otherwise: unknown): SiteFile {
  return existsSync(path) ? {path} : {contents: JSON.stringify(otherwise)};
}

async function orEmptyDatabase(path: string, statements: string): Promise<SiteFile> {
  if (existsSync(path)) return {path};
  return {contents: await emptyFile(readFileSync(new URL(statements, import.meta.url), "utf8"))};
}

function readJson<T>(path: string, otherwise: T): T {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : otherwise;
}
