/** Whether a snapshot is still what its name says; if not, which file, table, series and row is not. */
import {basename} from "node:path";
import {hashValue} from "../../lib/core/hash.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import {isoTime} from "../../lib/core/time.js";
import {parseTimeframe} from "../../lib/vocabulary/timeframe.js";
import {inWindows} from "../market-flow/flow-windows.js";
import {describeFile} from "./create-snapshot.js";
import {FlowContentHasher} from "./flow-content.js";
import type {FlowField} from "./flow-tables.js";
import {openSnapshot, type Snapshot} from "./open-snapshot.js";
import {locateChangedRow} from "./row-locator.js";
import {SeriesContentHasher} from "./series-content.js";
import {type SnapshotFlows, snapshotFlows} from "./snapshot-flows.js";
import {
  readSnapshotManifest,
  type SnapshotFlow,
  type SnapshotManifest,
  type SnapshotSeries,
  sealOf,
  snapshotId
} from "./snapshot-manifest.js";

export interface SnapshotFault {
  readonly kind: "manifest" | "file" | "unreadable" | "table" | "series" | "row";
  /** The file, the table, or `<instrument> <timeframe>`. */
  readonly where: string;
  /** Of the changed row, or its time; null when the fault is not one row. */
  readonly openTime: number | null;
  readonly message: string;
}

export interface SnapshotVerification {
  readonly id: string;
  /** Empty when the snapshot is whole. */
  readonly faults: readonly SnapshotFault[];
}

/**
 * @param folder of the snapshot itself; its name must be the id.
 * @throws OperatingError SNAPSHOT_NOT_FOUND; whatever else is wrong is a fault.
 */
export async function verifySnapshot(
  folder: string,
  onProgress: (progress: {readonly series: number; readonly of: number}) => void = () => {}
): Promise<SnapshotVerification> {
  const id = basename(folder);
  let manifest: SnapshotManifest;
  try {
    manifest = await readSnapshotManifest(folder);
  } catch (error) {
    if (!(error instanceof OperatingError) || error.code !== "SNAPSHOT_MANIFEST_INVALID") throw error;
    return {id, faults: [fault("manifest", "manifest.json", error.message)]};
  }
  const faults = [...manifestFaults(id, manifest), ...(await fileFaults(folder, manifest))];
  try {
    const snapshot = await openSnapshot(folder);
    try {
      faults.push(...(await tableFaults(snapshot)));
      for (const [index, series] of manifest.series.entries()) {
        faults.push(...(await seriesFaults(snapshot, series)));
        onProgress({series: index + 1, of: manifest.series.length});
      }
      faults.push(...(await flowFaults(folder, manifest)));
    } finally {
      snapshot.close();
    }
  } catch (error) {
    faults.push(fault("unreadable", "market.duckdb", `the data cannot be read: ${(error as Error).message}`));
  }
  return {id, faults};
}

function manifestFaults(id: string, manifest: SnapshotManifest): readonly SnapshotFault[] {
  const faults: SnapshotFault[] = [];
  if (sealOf(manifest) !== manifest.seal)
    faults.push(fault("manifest", "manifest.json", "the manifest was changed: its seal does not fit"));
  if (manifest.id !== id || snapshotId(manifest) !== id)
    faults.push(
      fault(
        "manifest",
        "manifest.json",
        `the folder is named ${id}, but the content described is ${snapshotId(manifest)}`
      )
    );
  return faults;
}

async function fileFaults(folder: string, manifest: SnapshotManifest): Promise<readonly SnapshotFault[]> {
  const faults: SnapshotFault[] = [];
  for (const {name, bytes, sha256} of manifest.files) {
    const found = await describeFile(folder, name).catch(() => null);
    if (found === null) faults.push(fault("file", name, `the file ${name} is not there`));
    else if (found.bytes !== bytes)
      faults.push(fault("file", name, `the file ${name} has ${found.bytes} bytes, not ${bytes}`));
    else if (found.sha256 !== sha256)
      faults.push(fault("file", name, `the file ${name} was changed: its hash is ${found.sha256}, not ${sha256}`));
  }
  return faults;
}

async function tableFaults(snapshot: Snapshot): Promise<readonly SnapshotFault[]> {
  const {manifest} = snapshot;
  const faults: SnapshotFault[] = [];
  if (hashValue(await snapshot.readInstruments()) !== manifest.instrumentsHash)
    faults.push(fault("table", "instruments", "the instruments are not the ones that were frozen"));
  if (hashValue(await snapshot.readGaps()) !== manifest.gapsHash)
    faults.push(fault("table", "gaps", "the gaps are not the ones that were frozen"));
  return faults;
}

async function seriesFaults(snapshot: Snapshot, series: SnapshotSeries): Promise<readonly SnapshotFault[]> {
  const where = `${series.instrument} ${series.timeframe}`;
  const {instrument, timeframe} = series;
  const columns = await snapshot.readCandles({instrument, timeframe: parseTimeframe(timeframe)});
  const hasher = new SeriesContentHasher();
  hasher.add(columns);
  const found = hasher.finish();
  if (found.hash === series.contentHash) return [];
  if (found.rows !== series.rows)
    return [fault("series", where, `${where} has ${found.rows} candles, not ${series.rows}`)];
  const row = locateChangedRow(series, found);
  if (row === null) return [fault("series", where, `several candles of ${where} were changed`)];
  const openTime = columns.openTime[row] as number;
  const message = `candle ${row + 1} of ${where}, which opens at ${isoTime(openTime)}, was changed`;
  return [{kind: "row", where, openTime, message}];
}

async function flowFaults(folder: string, manifest: SnapshotManifest): Promise<readonly SnapshotFault[]> {
  const source = snapshotFlows(folder, manifest);
  const faults: SnapshotFault[] = [];
  try {
    for (const flow of manifest.flows ?? []) faults.push(...(await faultsOfFlow(source, flow)));
  } finally {
    await source.close();
  }
  return faults;
}

async function faultsOfFlow(source: SnapshotFlows, flow: SnapshotFlow): Promise<readonly SnapshotFault[]> {
  const where = `${flow.instrument} ${flow.kind}`;
  const hasher = new FlowContentHasher();
  for await (const rows of flowRows(source, flow)) hasher.add(rows);
  if (hasher.rows !== flow.rows) return [fault("series", where, `${where} has ${hasher.rows} rows, not ${flow.rows}`)];
  const {contentHash, locator} = hasher.finish();
  if (contentHash === flow.contentHash) return [];
  const row = flow.locator && locateChangedRow({rows: flow.rows, locator: flow.locator}, {rows: hasher.rows, locator});
  if (row === undefined) return [fault("series", where, `rows of ${where} were changed`)];
  if (row === null) return [fault("series", where, `several rows of ${where} were changed`)];
  const fields = await rowAt(flowRows(source, flow), row);
  const time = Number(fields[0]);
  const id = flow.kind === "trades" ? `, trade ${fields[1]}` : "";
  const message = `row ${row + 1} of ${where}, of ${isoTime(time)}${id}, was changed`;
  return [{kind: "row", where, openTime: time, message}];
}

/** In order, some at a time. */
async function* flowRows(source: SnapshotFlows, flow: SnapshotFlow): AsyncGenerator<readonly (readonly FlowField[])[]> {
  const {kind, instrument} = flow;
  const range = {from: flow.first, to: flow.last + 1, extents: [flow]};
  const read = async (window: {from: number; to: number}) => {
    const value = await source.readFields(kind, {instrument, ...window});
    return {rows: value.length, value};
  };
  for await (const {value} of inWindows(range, read)) yield value;
}

async function rowAt(
  parts: AsyncIterable<readonly (readonly FlowField[])[]>,
  row: number
): Promise<readonly FlowField[]> {
  let before = 0;
  for await (const rows of parts) {
    const found = rows[row - before];
    if (found !== undefined) return found;
    before += rows.length;
  }
  return [];
}

function fault(kind: SnapshotFault["kind"], where: string, message: string): SnapshotFault {
  return {kind, where, openTime: null, message};
}
