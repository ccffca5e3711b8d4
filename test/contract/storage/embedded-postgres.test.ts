/** The embedded database: one server a folder, whoever comes, and nothing that a kill leaves behind stops the next start. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {access, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import pg from "pg";
import {afterAll, afterEach, beforeAll, expect, it} from "vitest";
import {canConnect} from "../../../src/loaders/database/connection-probe.js";
import {type EmbeddedPostgres, ensureEmbeddedPostgres} from "../../../src/loaders/database/embedded-postgres.js";
import {isAlive} from "../../../src/loaders/database/folder-lock.js";

const PROGRAM = fileURLToPath(new URL("./embedded-postgres-process.ts", import.meta.url));

let folder: string;
let children: ChildProcess[] = [];

// One folder for all: making the data takes longer than all that is tested here.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "papertape-embedded-"));
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await (await ensureEmbeddedPostgres({folder})).stop();
});
afterAll(() => rm(folder, {recursive: true, force: true}));

async function startProcess(): Promise<{
  child: ChildProcess;
  server: Pick<EmbeddedPostgres, "url" | "adopted" | "pid">;
}> {
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, folder], {stdio: ["pipe", "pipe", "inherit"]});
  children.push(child);
  const lines = createInterface({input: child.stdout as NodeJS.ReadableStream});
  const [line] = await once(lines, "line");
  return {child, server: JSON.parse(String(line))};
}

async function stopProcess(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  await once(child, "exit");
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({connectionString: url});
  client.on("error", () => {});
  await client.connect();
  const {rows} = await client.query(text);
  await client.end();
  return rows;
}

/** Waits for a process to be gone. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
}

it("gives processes that come together one server, which the last to leave stops", async () => {
  const started = await Promise.all([startProcess(), startProcess(), startProcess()]);
  expect(started.filter(({server}) => !server.adopted).length).toBe(1);
  expect(new Set(started.map(({server}) => server.url)).size).toBe(1);
  const [first, second, third] = started as [(typeof started)[0], (typeof started)[0], (typeof started)[0]];
  await stopProcess(first.child);
  await stopProcess(second.child);
  expect(await canConnect(third.server.url)).toBe(true);
  await stopProcess(third.child);
  expect(await canConnect(third.server.url)).toBe(false);
});

it("listens on loopback only and asks for the password", async () => {
  const server = await ensureEmbeddedPostgres({folder});
  const [settings] = await query(
    server.url,
    "select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets"
  );
  expect(settings).toEqual({addresses: "127.0.0.1", sockets: ""});
  const wrong = new URL(server.url);
  wrong.password = "wrong";
  expect(await canConnect(wrong.href)).toBe(false);
});

it("keeps every acknowledged row when the server and its user are killed, and goes on", async () => {
  const {child, server} = await startProcess();
  await query(server.url, "create table kept (n int)");
  const client = new pg.Client({connectionString: server.url});
  client.on("error", () => {});
  await client.connect();
  for (let n = 0; n < 50; n++) await client.query("insert into kept values ($1)", [n]);
  child.kill("SIGKILL");
  process.kill(server.pid ?? 0, "SIGKILL");
  await gone(server.pid ?? 0);
  const again = await ensureEmbeddedPostgres({folder});
  expect(again.adopted).toBe(false);
  expect(await query(again.url, "select count(*)::int as rows from kept")).toEqual([{rows: 50}]);
});

it("adopts the server of a process that was killed", async () => {
  const {child, server} = await startProcess();
  child.kill("SIGKILL");
  await once(child, "exit");
  const adopted = await ensureEmbeddedPostgres({folder});
  expect(adopted).toMatchObject({adopted: true, url: server.url});
  await adopted.stop();
  expect(await canConnect(server.url)).toBe(false);
});

it("starts although a killed server's number now belongs to another program", async () => {
  const server = await ensureEmbeddedPostgres({folder});
  const file = join(folder, "data", "postmaster.pid");
  const left = await readFile(file, "utf8");
  await server.stop();
  await writeFile(file, left.replace(/^\d+/, String(process.pid)));
  expect((await ensureEmbeddedPostgres({folder})).adopted).toBe(false);
});

it("takes the lock of a process that died holding it", async () => {
  await (await ensureEmbeddedPostgres({folder})).stop();
  const [number] = (await readdir(join(folder, "lock"))).filter((name) => /^\d+$/.test(name));
  const {child} = await startProcess();
  await stopProcess(child);
  await writeFile(join(folder, "lock", String(Number(number) + 10)), `${child.pid} 0 0`);
  expect(await canConnect((await ensureEmbeddedPostgres({folder})).url)).toBe(true);
});

it("begins again when the first start was killed half-way", async () => {
  const other = await mkdtemp(join(tmpdir(), "papertape-embedded-"));
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, other], {stdio: ["pipe", "pipe", "inherit"]});
  const draft = join(other, "data.draft");
  // As soon as the data folder is being made.
  while (
    !(await access(draft).then(
      () => true,
      () => false
    ))
  )
    await new Promise((resolve) => setImmediate(resolve));
  child.kill("SIGKILL");
  await once(child, "exit");
  const again = await ensureEmbeddedPostgres({folder: other});
  expect(await canConnect(again.url)).toBe(true);
  await again.stop();
  await rm(other, {recursive: true});
});
