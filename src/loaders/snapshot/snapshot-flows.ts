/** Trades, funding and books of a snapshot. Its file is opened when something is read, so that whoever holds it may wait. */
import {join} from "node:path";
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {FlowKind, FlowRows} from "../../lib/market-data/market-flow.js";
import type {FlowQuery, FlowSource} from "../market-flow/flow-source.js";
import {FLOW_TABLES, type FlowField} from "./flow-tables.js";
import {MARKET_FILE, type SnapshotManifest} from "./snapshot-manifest.js";

export interface SnapshotFlows extends FlowSource {
  /** As they are hashed. */
  readFields<K extends FlowKind>(kind: K, query: FlowQuery): Promise<readonly (readonly FlowField[])[]>;
}

/** @param folder of the snapshot itself. Reading throws OperatingError SNAPSHOT_UNREADABLE. */
export function snapshotFlows(folder: string, manifest: SnapshotManifest): SnapshotFlows {
  const flows = manifest.flows ?? [];
  let opened: Promise<{instance: DuckDBInstance; connection: DuckDBConnection}> | null = null;
  const connection = async () => {
    opened ??= open(folder, manifest.id);
    return (await opened).connection;
  };
  const readFields = async <K extends FlowKind>(kind: K, query: FlowQuery) => {
    if (!flows.some((flow) => flow.kind === kind && flow.instrument === query.instrument)) return [];
    const reader = await (await connection()).runAndReadAll(readingOf(kind), {...query});
    return reader.getRowsJS() as unknown as readonly (readonly FlowField[])[];
  };
  return {
    extents: async ({instruments, from, to}) =>
      flows.filter(({instrument, first, last}) => instruments.includes(instrument) && first < to && last >= from),
    readFields,
    read: async <K extends FlowKind>(kind: K, query: FlowQuery): Promise<readonly FlowRows[K][]> => {
      const {fromFields} = FLOW_TABLES[kind];
      return (await readFields(kind, query)).map((fields) => fromFields(fields));
    },
    close: async () => {
      if (opened === null) return;
      const {instance, connection: used} = await opened;
      opened = null;
      used.closeSync();
      instance.closeSync();
    }
  };
}

/** Rows lie in the file in the order in which they were frozen. */
function readingOf(kind: FlowKind): string {
  const {name, columns} = FLOW_TABLES[kind];
  const names = columns.map(([column]) => column).join(", ");
  return `select ${names} from ${name} where instrument = $instrument and time_ms >= $from and time_ms < $to order by rowid`;
}

async function open(folder: string, id: string) {
  try {
    const instance = await DuckDBInstance.create(join(folder, MARKET_FILE), {access_mode: "READ_ONLY"});
    return {instance, connection: await instance.connect()};
  } catch (cause) {
    throw new OperatingError(`The data of snapshot ${id} cannot be read: ${(cause as Error).message}`, {
      code: "SNAPSHOT_UNREADABLE",
      details: {folder},
      cause
    });
  }
}
