/**
 * A Redis for tests: the one at REDIS_URL, else a private redis-server on a free port with its append-only file in a
 * temporary folder. Without either the suite is skipped loudly; where CI is set, it fails instead.
 */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {delimiter, join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {Redis} from "ioredis";
import {describe, it} from "vitest";

export interface TestRedis {
  readonly url: string;
  /** Kills the server without warning and brings it back; at REDIS_URL, which is not ours, cuts all connections. */
  breakDown(): Promise<void>;
  stop(): Promise<void>;
}

const UNTRIED = "(not tried: Redis; install redis-server or set REDIS_URL)";

/** A suite that needs Redis; `start` is to be called in a beforeAll. */
export function describeWithRedis(name: string, suite: (start: () => Promise<TestRedis>) => void): void {
  const url = process.env.REDIS_URL;
  const program = redisServerProgram();
  if (url !== undefined) describe(name, () => suite(() => Promise.resolve(externalRedis(url))));
  else if (program !== null) describe(name, () => suite(() => startPrivateRedis(program)));
  else if (process.env.CI !== undefined)
    describe(name, () => {
      it("finds a Redis", () => {
        throw new Error(`CI leaves nothing out ${UNTRIED}`);
      });
    });
  else
    describe(name, () => {
      it.skip(`runs over Redis ${UNTRIED}`, () => {});
    });
}

export function redisServerProgram(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, "redis-server")).find((path) => existsSync(path)) ?? null;
}

/**
 * @param settings over the built-in ones, e.g. `{"cluster-enabled": "yes"}`.
 * @throws Error when the server does not answer within ten seconds.
 */
export async function startPrivateRedis(
  program: string,
  settings: Readonly<Record<string, string>> = {}
): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), "papertape-redis-"));
  const port = await freePort();
  let server = await startServer({program, port, folder, settings});
  return {
    url: `redis://127.0.0.1:${port}`,
    breakDown: async () => {
      await kill(server);
      server = await startServer({program, port, folder, settings});
    },
    stop: async () => {
      await kill(server);
      await rm(folder, {recursive: true, force: true});
    }
  };
}

function externalRedis(url: string): TestRedis {
  return {
    url,
    breakDown: async () => {
      const client = new Redis(url);
      await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      client.disconnect();
    },
    stop: () => Promise.resolve()
  };
}

async function startServer({
  program,
  port,
  folder,
  settings
}: {
  program: string;
  port: number;
  folder: string;
  settings: Readonly<Record<string, string>>;
}): Promise<ChildProcess> {
  const usual = {bind: "127.0.0.1", port, dir: folder, appendonly: "yes", appendfsync: "everysec", save: ""};
  const args = Object.entries({...usual, ...settings}).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(program, args, {stdio: "ignore"});
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with code ${server.exitCode}`);
    if (await answers(port)) return server;
    await wait(50);
  }
  server.kill("SIGKILL");
  throw new Error("redis-server did not answer within ten seconds");
}

async function answers(port: number): Promise<boolean> {
  const client = new Redis({host: "127.0.0.1", port, lazyConnect: true, retryStrategy: () => null, protocol: 2});
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

async function kill(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
}

/** Low enough for a cluster's second port, which is 10 000 above. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    if (address === null || typeof address === "string") throw new Error("no port was given");
    if (address.port < 55_000) return address.port;
  }
}
