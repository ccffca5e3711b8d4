/**
 * Brings a database to the schema that this program expects: each migration in a transaction of its own, one process at
 * a time, never twice. TimescaleDB is used where the server has it loaded; the choice is recorded and does not change.
 */
import type {Pool, PoolClient} from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";
import {type Flavour, type Migration, readMigrations} from "./migration-files.js";
import {readSql} from "./read-sql.js";

export interface MigrateResult {
  readonly flavour: Flavour;
  /** Names of the migrations this call applied, in order. */
  readonly applied: readonly string[];
}

/** Any number that nothing else in the database uses. */
const MIGRATION_LOCK = 7_214_001;

/**
 * @param options.folder other migrations than the program's own.
 * @throws OperatingError MIGRATION_CHANGED when an applied file was edited, MIGRATION_FAILED with the file's name,
 * DATABASE_FLAVOUR_CHANGED, DATABASE_NEWER when the database knows migrations that this program does not.
 */
export async function migrate(pool: Pool, options: {readonly folder?: string} = {}): Promise<MigrateResult> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    try {
      return await migrateLocked(client, options);
    } finally {
      await client.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    }
  } finally {
    client.release();
  }
}

async function migrateLocked(client: PoolClient, {folder}: {readonly folder?: string}): Promise<MigrateResult> {
  await client.query("set client_min_messages = warning");
  await client.query(readSql("migration-tables"));
  const flavour = await settleFlavour(client);
  const migrations = await readMigrations(flavour, folder);
  const known = await client.query<{name: string; checksum: string}>("select name, checksum from schema_migrations");
  const checksums = new Map(known.rows.map(({name, checksum}) => [name, checksum]));
  refuseUnknown({checksums, migrations});
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = checksums.get(migration.name);
    if (checksum === undefined) {
      await apply(client, migration);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) throw changed(migration);
  }
  await client.query("reset client_min_messages");
  return {flavour, applied};
}

/** What the database was made with; for a new one, what the server offers. */
async function settleFlavour(client: PoolClient): Promise<Flavour> {
  const recorded = await client.query<{flavour: Flavour}>("select flavour from database_flavour");
  const offered = await offeredFlavour(client);
  const flavour = recorded.rows[0]?.flavour;
  if (flavour === undefined) {
    if (offered === "timescale") await client.query("create extension if not exists timescaledb");
    await client.query("insert into database_flavour (flavour) values ($1)", [offered]);
    return offered;
  }
  if (flavour === "timescale" && offered === "native")
    throw new OperatingError(
      "The database was made with TimescaleDB, which this server does not have loaded. Add timescaledb to " +
        "shared_preload_libraries, or copy the data into a new database.",
      {code: "DATABASE_FLAVOUR_CHANGED", details: {flavour, offered}}
    );
  return flavour;
}

/** Asks before `create extension`: without the preloaded library that statement ends the connection. */
async function offeredFlavour(client: PoolClient): Promise<Flavour> {
  const {rows} = await client.query<{usable: boolean}>(readSql("timescale-usable"));
  return rows[0]?.usable === true ? "timescale" : "native";
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query("insert into schema_migrations (name, checksum) values ($1, $2)", [
      migration.name,
      migration.checksum
    ]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    throw new OperatingError(`Migration ${migration.name} failed: ${(cause as Error).message}`, {
      code: "MIGRATION_FAILED",
      details: {migration: migration.name},
      cause
    });
  }
}

function refuseUnknown({
  checksums,
  migrations
}: {
  checksums: ReadonlyMap<string, string>;
  migrations: readonly Migration[];
}) {
  const ours = new Set(migrations.map(({name}) => name));
  const unknown = [...checksums.keys()].filter((name) => !ours.has(name)).sort();
  if (unknown.length === 0) return;
  throw new OperatingError(
    `The database has migrations that this program does not know (${unknown.join(", ")}): it was used by a newer one. ` +
      "Update the program, or use another database.",
    {code: "DATABASE_NEWER", details: {unknown}}
  );
}

function changed(migration: Migration): OperatingError {
  return new OperatingError(
    `Migration ${migration.name} is not the one that was applied to this database: a landed migration is never edited. ` +
      "Put the file back and add a new one.",
    {code: "MIGRATION_CHANGED", details: {migration: migration.name}}
  );
}
