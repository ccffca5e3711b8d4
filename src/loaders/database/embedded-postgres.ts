/**
 * The database of a machine with nothing installed but Node: starts the embedded PostgreSQL in a folder, or adopts the
 * one that runs there already. Processes that come at the same time get one server; the last to leave stops it. A server
 * or a supervisor that was killed leaves nothing that the next start cannot clear up. Loopback only, password required.
 */
import {randomBytes} from "node:crypto";
import {existsSync} from "node:fs";
import {chown, mkdir, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {isAbsolute, join, resolve} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {OperatingError} from "../../lib/core/operating-error.js";
import {canConnect, freePort} from "./connection-probe.js";
import {isAlive, withFolderLock} from "./folder-lock.js";
import {findPostgresBinaries} from "./postgres-binaries.js";
import {readPostmaster, removeStalePostmasterFile} from "./postmaster-file.js";
import {type UnprivilegedRunner, unprivilegedRunner} from "./unprivileged-process.js";

export interface EmbeddedPostgresOptions {
  /** Holds the data, the log, the password; made when it is not there. */
  readonly folder: string;
  /** Where linked programs are kept; by default in `folder`. */
  readonly cacheFolder?: string;
  /** Server settings over the built-in ones, e.g. `{fsync: "off"}` for throw-away databases. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told what is being done, for people who wait. */
  readonly onStep?: (step: string) => void;
}

export interface EmbeddedPostgres {
  readonly url: string;
  /** True when the server was already running. */
  readonly adopted: boolean;
  /** Of the server; null when it could not be read. */
  readonly pid: number | null;
  /** Gives the server up: it is stopped when no other living process uses it. */
  stop(): Promise<void>;
}

/** Modest: the daemon, the notebooks and a browser share the machine. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "256MB",
  work_mem: "32MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  wal_compression: "on",
  wal_level: "minimal",
  max_wal_senders: "0",
  timezone: "UTC",
  log_timezone: "UTC"
};
const USER = "papertape";
const LOCK_TIMEOUT_MS = 180_000;
const START_ATTEMPTS = 8;
const ATTEMPT_PAUSE_MS = 500;

interface Server {
  readonly folder: string;
  readonly data: string;
  readonly programs: string;
  readonly runner: UnprivilegedRunner;
  readonly settings: Readonly<Record<string, string>>;
  readonly onStep: (step: string) => void;
}

interface Connection {
  readonly password: string;
  readonly port: number;
}

/** @throws OperatingError DATABASE_PLATFORM_UNSUPPORTED, DATABASE_ROOT_REFUSED, DATABASE_LOCKED, DATABASE_START_FAILED. */
export async function ensureEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = isAbsolute(options.folder) ? options.folder : resolve(options.folder);
  await mkdir(folder, {recursive: true, mode: 0o700});
  const binaries = await findPostgresBinaries(options.cacheFolder ?? folder);
  const server: Server = {
    folder,
    data: join(folder, "data"),
    programs: binaries.folder,
    runner: await unprivilegedRunner({program: join(binaries.folder, "postgres"), args: ["--version"]}),
    settings: {...SETTINGS, ...options.settings},
    onStep: options.onStep ?? (() => {})
  };
  return withFolderLock(lockOf(folder), async () => {
    if (!existsSync(join(server.data, "PG_VERSION"))) await initialise(server);
    const known = await readConnection(server);
    const adopted = known.port !== 0 && (await isServing(server, known));
    const connection = adopted ? known : await start(server, known);
    await registerUser(folder);
    const pid = (await readPostmaster(server.data))?.pid ?? null;
    return {url: urlOf(connection), adopted, pid, stop: () => leave(server)};
  });
}

const lockOf = (folder: string) => ({folder: join(folder, "lock"), timeoutMs: LOCK_TIMEOUT_MS});

const urlOf = ({password, port}: Connection) => `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;

/** `pg_ctl status` says "running" for a while after a kill: only an answer to a query counts. */
async function isServing(server: Server, connection: Connection): Promise<boolean> {
  if ((await readPostmaster(server.data)) === null) return false;
  return canConnect(urlOf(connection));
}

async function initialise(server: Server): Promise<void> {
  server.onStep("creating the embedded database");
  const draft = `${server.data}.draft`;
  const passwordFile = join(server.folder, "password.draft");
  const password = randomBytes(18).toString("base64url");
  await rm(draft, {recursive: true, force: true});
  await mkdir(draft, {mode: 0o700});
  await writeFile(passwordFile, `${password}\n`, {mode: 0o600});
  const {owner} = server.runner;
  if (owner !== null) {
    await chown(draft, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
    await chown(server.folder, owner.uid, owner.gid);
  }
  const made = await server.runner.run(join(server.programs, "initdb"), [
    ...["-D", draft, "-U", USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`],
    ...["--encoding=UTF8", "--locale=C", "--no-instructions", "--data-checksums"]
  ]);
  await rm(passwordFile, {force: true});
  if (made.status !== 0) throw startFailed(server, {step: "initdb", output: made.stderr || made.stdout});
  await writeConnection(server, {password, port: 0});
  // Last: a folder with this name is whole and its password is known.
  await rename(draft, server.data);
}

/** Tries again while the backends of a killed server still hold its memory, or when the port was taken meanwhile. */
async function start(server: Server, known: Connection): Promise<Connection> {
  server.onStep("starting the embedded database");
  let output = "";
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    await removeStalePostmasterFile(server.data);
    const port = await freePort(attempt === 0 ? known.port : 0);
    const connection = {password: known.password, port};
    await writeConnection(server, connection);
    const started = await server.runner.run(join(server.programs, "pg_ctl"), [
      ...["start", "-w", "-t", "120", "-D", server.data, "-l", join(server.folder, "server.log")],
      ...["-o", optionText({...server.settings, port: String(port)})]
    ]);
    if (await isServing(server, connection)) return connection;
    output = started.stderr || started.stdout;
    await wait(ATTEMPT_PAUSE_MS);
  }
  throw startFailed(server, {step: "start", output: `${output}\n${await logTail(server)}`});
}

const optionText = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");

async function leave(server: Server): Promise<void> {
  await withFolderLock(lockOf(server.folder), async () => {
    await rm(join(usersOf(server.folder), String(process.pid)), {force: true});
    if ((await livingUsers(server.folder)).length > 0 || (await readPostmaster(server.data)) === null) return;
    server.onStep("stopping the embedded database");
    await server.runner.run(join(server.programs, "pg_ctl"), [
      "stop",
      "-m",
      "fast",
      "-w",
      "-t",
      "60",
      "-D",
      server.data
    ]);
  });
}

const usersOf = (folder: string) => join(folder, "users");

async function registerUser(folder: string): Promise<void> {
  await mkdir(usersOf(folder), {recursive: true});
  await writeFile(join(usersOf(folder), String(process.pid)), "");
}

/** Forgets the dead ones, lest their numbers come to life in another program. */
async function livingUsers(folder: string): Promise<readonly number[]> {
  const pids = (await readdir(usersOf(folder)).catch(() => [])).map(Number);
  const living = pids.filter((pid) => pid !== process.pid && isAlive(pid));
  for (const pid of pids) if (!living.includes(pid)) await rm(join(usersOf(folder), String(pid)), {force: true});
  return living;
}

async function readConnection(server: Server): Promise<Connection> {
  return JSON.parse(await readFile(join(server.folder, "connection.json"), "utf8"));
}

async function writeConnection(server: Server, connection: Connection): Promise<void> {
  const path = join(server.folder, "connection.json");
  await writeFile(`${path}.draft`, JSON.stringify(connection), {mode: 0o600});
  await rename(`${path}.draft`, path);
}

async function logTail(server: Server): Promise<string> {
  const log = await readFile(join(server.folder, "server.log"), "utf8").catch(() => "");
  return log.split("\n").slice(-8).join("\n");
}

function startFailed(server: Server, {step, output}: {step: string; output: string}): OperatingError {
  return new OperatingError(
    `The embedded PostgreSQL in ${server.folder} did not ${step === "initdb" ? "initialise" : "start"}: ${output.trim()}`,
    {code: "DATABASE_START_FAILED", details: {folder: server.folder, step}}
  );
}
