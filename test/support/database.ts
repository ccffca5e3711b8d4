/** A database of its own for a test file: a copy of one that was migrated once, which takes some 50 ms. */
import {createHash, randomBytes} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import pg from "pg";
import {describe, it} from "vitest";
import {migrate} from "../../src/loaders/database/migrate.js";
import {MIGRATIONS_FOLDER} from "../../src/loaders/database/migration-files.js";
import {createPool} from "../../src/loaders/database/open-database.js";

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
}

/**
 * @param options.server address of the server; by default the one of this test run.
 * @param options.migrated false gives an empty database.
 */
export async function createTestDatabase(
  options: {readonly server?: string; readonly migrated?: boolean} = {}
): Promise<TestDatabase> {
  const server = options.server ?? testServer();
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({connectionString: server});
  await admin.connect();
  const url = databaseUrl(server, name);
  try {
    const isCopied = options.migrated !== false && !(await hasTimescale(admin));
    const template = isCopied ? await migratedTemplate({admin, server}) : "template0";
    await admin.query(`create database ${name} template ${template}`);
    const pool = createPool(url, 6);
    if (options.migrated !== false && !isCopied) await migrate(pool);
    return {url, pool, drop: () => drop({pool, server, name})};
  } finally {
    await admin.end();
  }
}

/** TimescaleDB's workers connect to every database, and one in use cannot be copied: there each is migrated itself. */
async function hasTimescale(admin: pg.Client): Promise<boolean> {
  const {rows} = await admin.query<{shared_preload_libraries: string}>("show shared_preload_libraries");
  return rows[0]?.shared_preload_libraries.includes("timescaledb") ?? false;
}

function testServer(): string {
  const url = process.env.PAPERTAPE_TEST_DATABASE_URL;
  if (url === undefined) throw new Error("PAPERTAPE_TEST_DATABASE_URL is not set: run the test with vitest");
  return url;
}

/** Made by whoever comes first; named by the migrations, so that a kept server never serves an older schema. */
async function migratedTemplate({admin, server}: {admin: pg.Client; server: string}): Promise<string> {
  const template = `template_${await migrationsHash()}`;
  await admin.query("select pg_advisory_lock(7214099)");
  try {
    const found = await admin.query("select from pg_database where datname = $1", [template]);
    if (found.rowCount === 0) {
      const draft = `draft_${randomBytes(6).toString("hex")}`;
      await admin.query(`create database ${draft}`);
      const pool = createPool(databaseUrl(server, draft), 1);
      await migrate(pool);
      await pool.end();
      await admin.query(`alter database ${draft} rename to ${template}`);
    }
  } finally {
    await admin.query("select pg_advisory_unlock(7214099)");
  }
  return template;
}

async function migrationsHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await readdir(MIGRATIONS_FOLDER)).sort())
    hash.update(file).update(await readFile(join(MIGRATIONS_FOLDER, file)));
  return hash.digest("hex").slice(0, 12);
}

async function drop({pool, server, name}: {pool: pg.Pool; server: string; name: string}): Promise<void> {
  await pool.end();
  const admin = new pg.Client({connectionString: server});
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * A suite once on the embedded server and once on TimescaleDB. Without TIMESCALE_URL the second is skipped, and says so.
 * @param suite given a function that makes the suite's database.
 */
export function describeOnDatabases(name: string, suite: (open: () => Promise<TestDatabase>) => void): void {
  describe(`${name} on plain PostgreSQL`, () => suite(() => createTestDatabase()));
  const server = process.env.TIMESCALE_URL;
  if (server !== undefined && server !== "")
    describe(`${name} on TimescaleDB`, () => suite(() => createTestDatabase({server})));
  else
    it.skip(`${name} on TimescaleDB (not tried: TimescaleDB; set TIMESCALE_URL to a server with the extension)`, () => {});
}
