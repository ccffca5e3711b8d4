/**
 * One database server for a test run. Its address is in PAPERTAPE_TEST_DATABASE_URL; `createTestDatabase` makes databases
 * in it. Started only when a kind of test that needs it is run. Several files use it at once: who crashes a server has one
 * of his own.
 */
import type {TestProject} from "vitest/node";
import {startDatabaseServer, type TestDatabaseServer} from "./database-server.js";

/** Kinds of test that use a database. */
const WITH_DATABASE: ReadonlySet<string> = new Set(["contract", "simulation", "e2e"]);

let running: TestDatabaseServer | null = null;

export async function setup(project: TestProject): Promise<void> {
  const kinds = project.vitest.projects.map(({name}) => name);
  // Called once a project; the server is shared by all of them.
  if (running !== null || process.env.PAPERTAPE_TEST_DATABASE_URL !== undefined) return;
  if (!kinds.some((kind) => WITH_DATABASE.has(kind))) return;
  running = await startDatabaseServer();
  process.env.PAPERTAPE_TEST_DATABASE_URL = running.url;
}

export async function teardown(): Promise<void> {
  if (running === null) return;
  const server = running;
  running = null;
  delete process.env.PAPERTAPE_TEST_DATABASE_URL;
  await server.stop();
}
