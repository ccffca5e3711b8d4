/** All components of a session as processes; kills any of them, and their servers, at random, until the tape is done. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {setTimeout as wait} from "node:timers/promises";
import type {Pool} from "pg";
import {type Random, seededRandom} from "../../src/lib/core/random.js";
import type {Journal} from "../../src/lib/integration/ports/journal.js";
import type {ComponentName} from "../../src/live/components.js";
import type {ComponentOrder} from "./component-process.js";
import {committed} from "./crash-harness.js";
import type {CrashOrder} from "./crash-process.js";

const PROGRAM = new URL("./component-process.ts", import.meta.url).pathname;
const POLL_MS = 10;

const PARTS: readonly (readonly [ComponentName, string | null])[] = [
  ["virtual-trading", null],
  ["factors", "1/2"],
  ["factors", "2/2"],
  ["agents", null],
  ["decision", null],
  ["collection", null]
];

export interface TopologyKilling {
  readonly order: CrashOrder;
  readonly journal: Journal;
  readonly seed: number;
  /** Events of the whole session: the kills are spread over them. */
  readonly events: number;
  readonly kills: number;
  /** Servers that are killed too, by name; resolves when the server is back. */
  readonly servers: Readonly<Record<string, () => Promise<void>>>;
}

/** @returns what was killed, in order. @throws Error when the session stands still */
export async function killComponents(options: TopologyKilling): Promise<readonly string[]> {
  const {order, seed, events, kills, servers} = options;
  const random = seededRandom(seed);
  const next = inRounds(PARTS.length + Object.keys(servers).length, random);
  const children = PARTS.map((part) => keepRunning(order, part));
  const killed: string[] = [];
  try {
    for (let target = 0; killed.length < kills; ) {
      target += 1 + random.below(Math.floor(events / (kills + 1)));
      if (!(await reaches(options, target))) break;
      const choice = next();
      const part = PARTS[choice];
      if (part === undefined) {
        const [name = "", breakDown] = Object.entries(servers)[choice - PARTS.length] ?? [];
        await breakDown?.();
        killed.push(name);
        continue;
      }
      children[choice]?.kill();
      killed.push(part.join(" ").trim());
    }
    await hasEnded(options);
    return killed;
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/** Numbers below `count` in random order, none again before all were given: every victim gets its turn. */
function inRounds(count: number, random: Random): () => number {
  let left: number[] = [];
  return () => {
    if (left.length === 0) left = Array.from({length: count}, (_, index) => index);
    return left.splice(random.below(left.length), 1)[0] ?? 0;
  };
}

interface KeptProcess {
  /** It is started again, as after any other end. */
  kill(): void;
  end(): Promise<void>;
}

/** Starts a component again whenever it ends, as a service manager does; only a fed tape is done. */
function keepRunning(order: CrashOrder, [component, shard]: readonly [ComponentName, string | null]): KeptProcess {
  const given: ComponentOrder = {...order, component, shard};
  let isOver = false;
  let child: ChildProcess;
  const start = () => {
    child = spawn(process.execPath, ["--import", "tsx", PROGRAM, JSON.stringify(given)], {
      stdio: ["ignore", "ignore", "inherit"]
    });
    child.once("exit", (code) => {
      if (!isOver && code !== 0) start();
    });
  };
  start();
  return {
    kill: () => void child.kill("SIGKILL"),
    end: async () => {
      isOver = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
  };
}

/** The session is ended by whoever feeds it, when all of it is in the journal. */
async function hasEnded({journal, order}: TopologyKilling): Promise<void> {
  for (;;) {
    const sessions = await journal.listSessions().catch(() => []);
    if (sessions.some(({id, endedAt}) => id === order.session && endedAt !== null)) return;
    await wait(10 * POLL_MS);
  }
}

/** False when the tape ends before. */
async function reaches({journal, order, events}: TopologyKilling, target: number): Promise<boolean> {
  for (;;) {
    const sequence = await committed(journal, order.session);
    if (sequence >= events) return false;
    if (sequence >= target) return true;
    await wait(POLL_MS);
  }
}

/**
 * Kills a process of the database server: the server then drops every connection and recovers from its log, as after a
 * crash. Where its processes are out of reach, ends all connections.
 */
export async function crashDatabase(pool: Pool): Promise<void> {
  const client = await pool.connect();
  client.on("error", () => {});
  try {
    const {rows} = await client.query<{pid: number}>("select pg_backend_pid() as pid");
    const pid = rows[0]?.pid;
    if (pid === undefined || !isServerProcess(pid)) await endConnections(client);
  } catch {
    // The answer died with its server.
  } finally {
    client.release(true);
  }
  while (!(await isBack(pool))) await wait(POLL_MS);
}

function isServerProcess(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

async function endConnections(client: {query(text: string): Promise<unknown>}): Promise<void> {
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
  );
}

function isBack(pool: Pool): Promise<boolean> {
  return pool.query("select 1").then(
    () => true,
    () => false
  );
}
