/** Migrations on real databases: once each, in order, by one process at a time, and never edited. */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {migrate} from "../../../src/loaders/database/migrate.js";
import {createPool} from "../../../src/loaders/database/open-database.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

describe("migrations", () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase({migrated: false});
    folder = await mkdtemp(join(tmpdir(), "papertape-migrations-"));
    await writeFile(join(folder, "0001_first.sql"), "create table first (n int)");
    await writeFile(join(folder, "0005_pair.native.sql"), "create table pair (native int)");
    await writeFile(join(folder, "0005_pair.timescale.sql"), "create table pair (timescale int)");
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, {recursive: true});
  });

  it("are applied once when two processes start together", async () => {
    const other = createPool(database.url, 1);
    const results = await Promise.all([migrate(database.pool, {folder}), migrate(other, {folder})]);
    await other.end();
    expect(results.flatMap(({applied}) => applied).sort()).toEqual(["0001_first", "0005_pair"]);
  });

  it("fill a gap in the numbers later, also below the highest", async () => {
    await writeFile(join(folder, "0003_late.sql"), "create table late (n int)");
    expect(await migrate(database.pool, {folder})).toEqual({flavour: "native", applied: ["0003_late"]});
  });

  it("leave nothing of one that fails, and name it", async () => {
    await writeFile(join(folder, "0006_bad.sql"), "create table half (n int); select no_such_function()");
    await expect(migrate(database.pool, {folder})).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      details: {migration: "0006_bad"}
    });
    const {rows} = await database.pool.query("select to_regclass('half') as half");
    expect(rows).toEqual([{half: null}]);
    await rm(join(folder, "0006_bad.sql"));
  });

  it("refuse a file that was edited after it was applied", async () => {
    await writeFile(join(folder, "0003_late.sql"), "create table late (n bigint)");
    await expect(migrate(database.pool, {folder})).rejects.toMatchObject({code: "MIGRATION_CHANGED"});
    await writeFile(join(folder, "0003_late.sql"), "create table late (n int)");
  });

  it("refuse a database that a newer program has migrated", async () => {
    await rm(join(folder, "0003_late.sql"));
    await expect(migrate(database.pool, {folder})).rejects.toMatchObject({
      code: "DATABASE_NEWER",
      details: {unknown: ["0003_late"]}
    });
  });
});
