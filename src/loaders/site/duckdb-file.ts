/** Reads snapshot files with DuckDB at build time, and writes the empty ones that stand in for those not made yet. */
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";

export type Row = Readonly<Record<string, unknown>>;

/** Answers of several queries over one `.duckdb` file, opened for reading only. BIGINT columns arrive as text. */
export async function queryFile<Name extends string>(
  path: string,
  queries: Readonly<Record<Name, string>>
): Promise<Record<Name, readonly Row[]>> {
  const {DuckDBInstance} = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path, {access_mode: "READ_ONLY"});
  const connection = await instance.connect();
  try {
    const answers: Partial<Record<Name, readonly Row[]>> = {};
    for (const name of Object.keys(queries) as Name[]) {
      const reader = await connection.runAndReadAll(queries[name]);
      answers[name] = reader.getRowObjectsJson() as readonly Row[];
    }
    return answers as Record<Name, readonly Row[]>;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A `.duckdb` file of the tables that `statements` make in `site`, in the storage version that browsers read. */
export async function emptyFile(statements: string): Promise<Uint8Array> {
  const {DuckDBInstance} = await import("@duckdb/node-api");
  const folder = await mkdtemp(join(tmpdir(), "papertape-empty-"));
  const path = join(folder, "empty.duckdb");
  try {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`ATTACH '${path}' AS site (STORAGE_VERSION 'v1.0.0')`);
    await connection.run(statements);
    await connection.run("DETACH site");
    connection.closeSync();
    instance.closeSync();
    return await readFile(path);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}
