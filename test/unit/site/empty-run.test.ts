/** What stands in for a run's database has the tables that runs write: pages query both alike. */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {createRunRecorder} from "../../../src/lib/integration/run-record.js";
import {writeTables} from "../../../src/loaders/run/duckdb-tables.js";
import {runTables} from "../../../src/loaders/run/run-tables.js";
import {emptyFile, queryFile} from "../../../src/loaders/site/duckdb-file.js";

const COLUMNS =
  "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY table_name, ordinal_position";

it("stands in for a run's database with the same tables and columns", async () => {
  const folder = mkdtempSync(join(tmpdir(), "papertape-run-"));
  try {
    const written = join(folder, "written.duckdb");
    await writeTables(written, runTables(createRunRecorder({keepAll: true}).record()));
    const statements = readFileSync(new URL("../../../src/loaders/site/empty-run.sql", import.meta.url), "utf8");
    const empty = join(folder, "empty.duckdb");
    writeFileSync(empty, await emptyFile(statements));
    const [ofRun, ofEmpty] = await Promise.all([written, empty].map((file) => queryFile(file, {columns: COLUMNS})));
    expect(ofRun?.columns.length).toBeGreaterThan(0);
    expect(ofEmpty?.columns).toEqual(ofRun?.columns);
  } finally {
    rmSync(folder, {recursive: true});
  }
});
