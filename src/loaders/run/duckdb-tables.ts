/**
 * Writes tables of plain rows into a `.duckdb` file that browsers read too: storage v1.0.0, TIMESTAMP in UTC without a
 * zone. The file is made under another name and moved into place when it is whole.
 */
import {rename, rm} from "node:fs/promises";
import {DuckDBDataChunkWriter, DuckDBInstance, DuckDBTimestampValue, type DuckDBValue} from "@duckdb/node-api";

export type ColumnKind = "text" | "number" | "time" | "flag";
export type Cell = string | number | boolean | null;

export interface TableRows {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Cells in the order of the columns; times in epoch milliseconds. */
  readonly rows: Iterable<readonly Cell[]>;
}

const NAMES: Readonly<Record<ColumnKind, string>> = {
  text: "VARCHAR",
  number: "DOUBLE",
  time: "TIMESTAMP",
  flag: "BOOLEAN"
};

export async function writeTables(path: string, tables: readonly TableRows[]): Promise<void> {
  const unfinished = `${path}.part`;
  await rm(unfinished, {force: true});
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH '${unfinished.replaceAll("'", "''")}' AS file (STORAGE_VERSION 'v1.0.0')`);
    for (const table of tables) {
      const definition = Object.entries(table.columns).map(([name, kind]) => `"${name}" ${NAMES[kind]}`);
      await connection.run(`CREATE TABLE file.main."${table.name}" (${definition.join(", ")})`);
      const appender = await connection.createAppender(table.name, "main", "file");
      const writer = DuckDBDataChunkWriter.forAppender(appender);
      const kinds = Object.values(table.columns);
      for (const row of table.rows) writer.appendRow(row.map((cell, index) => cellValue(cell, kinds[index])));
      writer.flush();
      appender.closeSync();
    }
    await connection.run("DETACH file");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  await rename(unfinished, path);
}

function cellValue(cell: Cell, kind: ColumnKind | undefined): DuckDBValue {
  return kind === "time" && typeof cell === "number" ? new DuckDBTimestampValue(BigInt(cell) * 1000n) : cell;
}
