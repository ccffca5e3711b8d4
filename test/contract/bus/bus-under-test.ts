/** What the contract suite needs of a bus besides the port: ways to open it, to break its server and to spoil a stream. */
import {spawn} from "node:child_process";
import {randomBytes} from "node:crypto";
import {Redis} from "ioredis";
import type {BusTrouble, EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import {PostgresEventBus} from "../../../src/live/integration/postgres-event-bus.js";
import {RedisEventBus} from "../../../src/live/integration/redis-event-bus.js";
import {createTestDatabase} from "../../support/database.js";
import type {TestRedis} from "../../support/redis.js";

export interface BusSettings {
  readonly maxBatchEvents?: number;
  readonly claimIdleMs?: number;
  readonly onTrouble?: (trouble: BusTrouble) => void;
}

/** A JSON text that a process of its own can open the same bus from. */
export interface BusAddress {
  readonly kind: "redis" | "postgres";
  readonly url: string;
  readonly prefix: string;
}

export interface BusUnderTest {
  readonly address: BusAddress;
  open(settings?: BusSettings): EventBus;
  /** Cuts what the clients hold without warning; the server is back when the promise resolves. */
  breakDown(): Promise<void>;
  /** Puts a text into the stream past all validation. */
  spoil(stream: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export function openBus({kind, url, prefix}: BusAddress, settings: BusSettings = {}): EventBus {
  if (kind === "redis") return new RedisEventBus({url, prefix, ...settings});
  return new PostgresEventBus({connectionString: url, pollMs: 200, ...settings});
}

export async function redisUnderTest(start: () => Promise<TestRedis>): Promise<BusUnderTest> {
  const server = await start();
  const address = {kind: "redis" as const, url: server.url, prefix: `test-${randomBytes(6).toString("hex")}`};
  return {
    address,
    open: (settings) => openBus(address, settings),
    breakDown: () => server.breakDown(),
    spoil: async (stream, text) => {
      const client = new Redis(server.url);
      await client.xadd(`{${address.prefix}:${stream}}`, "*", "e", text);
      client.disconnect();
    },
    close: () => server.stop()
  };
}

export async function postgresUnderTest(): Promise<BusUnderTest> {
  const database = await createTestDatabase();
  const address = {kind: "postgres" as const, url: database.url, prefix: ""};
  return {
    address,
    open: (settings) => openBus(address, settings),
    breakDown: async () => {
      await database.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
      );
    },
    spoil: async (stream, text) => {
      await database.pool.query("select bus.append($1, $2, $3)", [stream, [randomBytes(8).toString("hex")], [text]]);
    },
    close: () => database.drop()
  };
}

export interface ConsumerProcess {
  /** Resolves when the process has been handed its first batch, which it never finishes. */
  readonly holdsBatch: Promise<readonly string[]>;
  kill(): Promise<void>;
}

/** A consumer in a process of its own, to be killed in the middle of its work. */
export function startConsumerProcess(address: BusAddress, stream: string): ConsumerProcess {
  const program = new URL("./stuck-consumer.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "tsx", program, JSON.stringify({address, stream})], {
    stdio: ["ignore", "pipe", "inherit"]
  });
  const holdsBatch = new Promise<readonly string[]>((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(JSON.parse(String(data))));
    child.once("exit", () => reject(new Error("the consumer ended before it held a batch")));
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    holdsBatch,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    }
  };
}
