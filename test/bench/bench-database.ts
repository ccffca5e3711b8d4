/** A database for a bench: the embedded server, as it runs for users, in a folder that goes with it. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Pool} from "pg";
import {ensureEmbeddedPostgres} from "../../src/loaders/database/embedded-postgres.js";
import {migrate} from "../../src/loaders/database/migrate.js";
import {createPool} from "../../src/loaders/database/open-database.js";

export interface BenchDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** For whatever else is measured. */
  readonly folder: string;
}

export async function withBenchDatabase(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "papertape-bench-"));
  const server = await ensureEmbeddedPostgres({folder: join(folder, "postgres")});
  const pool = createPool(server.url, 4);
  try {
    await migrate(pool);
    await work({url: server.url, pool, folder});
  } finally {
    await pool.end();
    await server.stop();
    await rm(folder, {recursive: true, force: true});
  }
}
