/**
 * One embedded PostgreSQL for a test run, in a folder of its own that goes with it. Its address is in
 * PAPERTAPE_TEST_DATABASE_URL; `createTestDatabase` makes databases in it. Started only when a kind of test that needs
 * it is run.
 */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {TestProject} from "vitest/node";
import {type EmbeddedPostgres, ensureEmbeddedPostgres} from "../../src/loaders/database/embedded-postgres.js";

/** Kinds of test that use a database. */
const WITH_DATABASE: ReadonlySet<string> = new Set(["contract", "simulation", "e2e"]);

let running: {server: EmbeddedPostgres; folder: string} | null = null;

export async function setup(project: TestProject): Promise<void> {
  const kinds = project.vitest.projects.map(({name}) => name);
  // Called once a project; the server is shared by all of them.
  if (running !== null || process.env.PAPERTAPE_TEST_DATABASE_URL !== undefined) return;
  if (!kinds.some((kind) => WITH_DATABASE.has(kind))) return;
  const folder = await mkdtemp(join(tmpdir(), "papertape-test-"));
  // Nothing here outlives the run: a crash of the machine may lose it.
  const server = await ensureEmbeddedPostgres({
    folder,
    settings: {fsync: "off", full_page_writes: "off", max_connections: "200"}
  });
  running = {server, folder};
  process.env.PAPERTAPE_TEST_DATABASE_URL = server.url;
}

export async function teardown(): Promise<void> {
  if (running === null) return;
  const {server, folder} = running;
  running = null;
  delete process.env.PAPERTAPE_TEST_DATABASE_URL;
  await server.stop();
  await rm(folder, {recursive: true, force: true});
}
