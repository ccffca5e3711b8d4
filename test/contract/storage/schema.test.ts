/**
 * The schema as it is reviewed: a change of it shows in test/golden/schema. After a new migration, write the files anew
 * with UPDATE_SCHEMA=1 and look at the difference.
 */
import {readFile, writeFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, it} from "vitest";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";
import {schemaText} from "./schema-text.js";

describeOnDatabases("the schema", (open) => {
  let database: TestDatabase;
  let flavour: string;

  beforeAll(async () => {
    database = await open();
    flavour = (await database.pool.query("select flavour from database_flavour")).rows[0]?.flavour;
  });
  afterAll(() => database?.drop());

  it("is the one that was reviewed", async () => {
    const file = fileURLToPath(new URL(`../../golden/schema/${flavour}.txt`, import.meta.url));
    const found = await schemaText(database.pool);
    if (process.env.UPDATE_SCHEMA === "1") await writeFile(file, found);
    expect(found).toBe(await readFile(file, "utf8"));
  });

  it("has the tables, columns and functions to ask that plain PostgreSQL has", async () => {
    const file = fileURLToPath(new URL("../../golden/schema/native.txt", import.meta.url));
    expect(askable(await schemaText(database.pool))).toEqual(askable(await readFile(file, "utf8")));
  });
});

/** What differs is how daily candles are kept, and constraints and indexes that partitioning needs. */
function askable(text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => / (column|function) /.test(line));
  return lines.filter((line) => !/daily_candles_(kept|watermark|between)/.test(line));
}
