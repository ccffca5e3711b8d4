/** A Parquet file as the lines of a CSV file, so that whatever is known about layouts holds for it too. */
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {OperatingError} from "../../lib/core/operating-error.js";

/**
 * A header, then the rows in the file's order, in chunks of some thousand lines. Times become epoch milliseconds, what is
 * null an empty field; columns that hold lists or structures are left empty.
 * @throws OperatingError ARCHIVE_BROKEN for a file that is no Parquet file.
 */
export async function* parquetLines(path: string): AsyncGenerator<Uint8Array> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    yield* linesOf(connection, path);
  } catch (cause) {
    throw new OperatingError(`${path} cannot be read as Parquet: ${(cause as Error).message}. Fetch it again.`, {
      code: "ARCHIVE_BROKEN",
      details: {path},
      cause
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function* linesOf(connection: DuckDBConnection, path: string): AsyncGenerator<Uint8Array> {
  const source = `read_parquet('${path.replaceAll("'", "''")}')`;
  const described = await connection.runAndReadAll(`describe select * from ${source}`);
  const columns = described.getRowObjectsJS().map((row) => ({
    name: String(row.column_name),
    type: String(row.column_type)
  }));
  yield Buffer.from(`${columns.map(({name}) => name.replace(/[",\n]/g, " ")).join(",")}\n`);
  const line = columns.map(fieldOf).join(" || ',' || ");
  const result = await connection.stream(`select ${line} from ${source}`);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
    yield Buffer.from(`${chunk.getColumnValues(0).join("\n")}\n`);
}

function fieldOf({name, type}: {name: string; type: string}): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  if (/[[(]|^(STRUCT|MAP|UNION|BLOB)/.test(type) && !type.startsWith("DECIMAL")) return "''";
  if (/^(TIMESTAMP|DATE)/.test(type)) return `coalesce(epoch_ms(${column}::timestamp)::varchar, '')`;
  if (type === "VARCHAR") return `coalesce(translate(${column}, e',\\n\\r', '   '), '')`;
  return `coalesce(${column}::varchar, '')`;
}
