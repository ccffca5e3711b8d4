/**
 * A run's folder: `report.json` for the page, `run.duckdb` for SQL, `events.sha256` over all events in order. The same
 * inputs and code give the same report and events byte for byte; of the database the same rows, for DuckDB lays out equal
 * rows in bytes that differ from one writing to the next.
 */
import {mkdir, rename, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {RunRecord} from "../../lib/integration/run-record.js";
import type {RunReport} from "../../lib/integration/run-report.js";
import {writeTables} from "./duckdb-tables.js";
import {runTables} from "./run-tables.js";

export interface WriteRunOptions {
  /** The folder of all runs. */
  readonly folder: string;
  readonly report: RunReport;
  readonly record: RunRecord;
  /** SHA-256 over all events in order, as `event-hash.ts` takes them. */
  readonly eventsHash: string;
}

/** @returns the run's folder */
export async function writeRun({folder, report, record, eventsHash}: WriteRunOptions): Promise<string> {
  const target = join(folder, report.id);
  await mkdir(target, {recursive: true});
  await writeTables(join(target, "run.duckdb"), runTables(record));
  await writeWhole(join(target, "events.sha256"), `${eventsHash}\n`);
  await writeWhole(join(target, "report.json"), `${JSON.stringify(report)}\n`);
  return target;
}

/** A reader sees the old file or the new one, never half of one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
