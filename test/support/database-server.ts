/** An embedded PostgreSQL in a folder of its own, for tests: gone when it is stopped. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {ensureEmbeddedPostgres} from "../../src/loaders/database/embedded-postgres.js";

export interface TestDatabaseServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startDatabaseServer(): Promise<TestDatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "papertape-test-"));
  // Nothing here outlives the run: a crash of the machine may lose it.
  const server = await ensureEmbeddedPostgres({
    folder,
    settings: {fsync: "off", full_page_writes: "off", max_connections: "200"}
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, {recursive: true, force: true});
    }
  };
}
