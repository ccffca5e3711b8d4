/** A Redis for a bench, and what it does bare: the ceiling of everything that travels over it. */
import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {Redis} from "ioredis";

export async function withBenchRedis(work: (url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "papertape-bench-redis-"));
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const {port} = probe.address() as {port: number};
  probe.close();
  const settings = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "yes"
  ];
  const server = spawn("redis-server", settings, {stdio: "ignore"});
  const url = `redis://127.0.0.1:${port}`;
  try {
    await untilReady(url);
    await work(url);
  } finally {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
    await rm(folder, {recursive: true, force: true});
  }
}

async function untilReady(url: string): Promise<void> {
  const client = new Redis(url, {protocol: 2});
  client.on("error", () => {});
  while ((await client.ping().catch(() => "")) !== "PONG") await wait(20);
  client.disconnect();
}

const BATCH = 200;

/** XADD, XREADGROUP and XACK of texts, in batches, nothing else. @returns entries a second */
export async function bareLoop(url: string, texts: readonly string[]): Promise<number> {
  const [producer, consumer] = [new Redis(url, {protocol: 2}), new Redis(url, {protocol: 2})];
  await producer.xgroup("CREATE", "bare", "group", "0", "MKSTREAM");
  const begun = performance.now();
  const producing = (async () => {
    for (let at = 0; at < texts.length; at += BATCH) {
      const pipeline = producer.pipeline();
      for (const text of texts.slice(at, at + BATCH)) pipeline.xadd("bare", "*", "e", text);
      await pipeline.exec();
    }
  })();
  for (let taken = 0; taken < texts.length; ) {
    const ids = idsOf(await consumer.xreadgroup(...readArguments("bare", BATCH)));
    if (ids.length > 0) await consumer.xack("bare", "group", ...ids);
    taken += ids.length;
  }
  await producing;
  const rate = texts.length / ((performance.now() - begun) / 1000);
  producer.disconnect();
  consumer.disconnect();
  return rate;
}

/**
 * A hop is what one message needs at least: its entries added in one go, read on another connection, acknowledged.
 * @param texts entries of one message
 * @returns milliseconds each
 */
export async function bareHops(url: string, texts: readonly string[], count = 1_000): Promise<readonly number[]> {
  const [producer, consumer] = [new Redis(url, {protocol: 2}), new Redis(url, {protocol: 2})];
  await producer.del("hop");
  await producer.xgroup("CREATE", "hop", "group", "0", "MKSTREAM");
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const begun = performance.now();
    const read = readAll(consumer, texts.length);
    const pipeline = producer.pipeline();
    for (const text of texts) pipeline.xadd("hop", "*", "e", text);
    await pipeline.exec();
    await read;
    times.push(performance.now() - begun);
  }
  producer.disconnect();
  consumer.disconnect();
  return times;
}

async function readAll(consumer: Redis, count: number): Promise<void> {
  for (let taken = 0; taken < count; ) {
    const ids = idsOf(await consumer.xreadgroup(...readArguments("hop", BATCH)));
    if (ids.length > 0) await consumer.xack("hop", "group", ...ids);
    taken += ids.length;
  }
}

type ReadArguments = Parameters<Redis["xreadgroup"]>;

function readArguments(stream: string, count: number): ReadArguments {
  return ["GROUP", "group", "c", "COUNT", count, "BLOCK", 2_000, "STREAMS", stream, ">"] as unknown as ReadArguments;
}

function idsOf(reply: unknown): string[] {
  const [[, entries] = []] = (reply ?? []) as readonly (readonly [string, readonly (readonly [string])[]])[];
  return (entries ?? []).map(([id]) => id);
}

export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
