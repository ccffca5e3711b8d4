/** The Redis bus over the other forms of address: a cluster, and a master that sentinels know. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Redis} from "ioredis";
import {afterEach, expect, it, vi} from "vitest";
import type {EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import {RedisEventBus} from "../../../src/live/integration/redis-event-bus.js";
import {describeWithRedis, redisServerProgram, startPrivateRedis} from "../../support/redis.js";
import {idsOf, Recorder, sampleEvents} from "./sample-events.js";

const PATIENCE = {timeout: 20_000, interval: 20};

/** Several streams, so that their keys fall on several slots. */
async function carries(bus: EventBus): Promise<void> {
  for (const stream of ["market", "factors", "predictions"]) {
    const [recorder, viewer] = [new Recorder(), new Recorder()];
    await bus.subscribe({stream, group: "g", consumer: "c", start: "beginning"}, recorder.handler);
    await bus.tail({stream, after: "beginning"}, viewer.handler);
    expect(await bus.publish(stream, sampleEvents(0, 50))).toEqual({appended: 50, duplicates: 0});
    expect(await bus.publish(stream, sampleEvents(49, 51))).toEqual({appended: 1, duplicates: 1});
    await vi.waitFor(() => expect(recorder.ids).toEqual(idsOf(sampleEvents(0, 51))), PATIENCE);
    await vi.waitFor(() => expect(viewer.ids).toEqual(idsOf(sampleEvents(0, 51))), PATIENCE);
    await vi.waitFor(async () => expect(await bus.lag(stream, "g")).toBe(0), PATIENCE);
    expect(await bus.trim(stream)).toBe(51);
  }
  expect(await bus.health()).toMatchObject({status: "up"});
}

describeWithRedis("the event bus over other forms of Redis", () => {
  const program = redisServerProgram();
  const opened: (() => Promise<void>)[] = [];
  const closing = <T>(what: T, close: (what: T) => Promise<void>): T => {
    opened.push(() => close(what));
    return what;
  };
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });
  const start = async (settings?: Readonly<Record<string, string>>) =>
    closing(await startPrivateRedis(program ?? "", settings), (server) => server.stop());
  const open = (url: string) => closing(new RedisEventBus({url}), (bus) => bus.close());

  it.runIf(program !== null)("carries events over a cluster", async () => {
    const server = await start({
      "cluster-enabled": "yes",
      "cluster-announce-ip": "127.0.0.1"
    });
    const admin = new Redis(server.url);
    await admin.call("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
    await vi.waitFor(async () => expect(await admin.call("CLUSTER", "INFO")).toContain("cluster_state:ok"), PATIENCE);
    admin.disconnect();
    const bus = open(server.url.replace("redis://", "redis+cluster://"));
    await carries(bus);
    const recorder = new Recorder();
    await bus.subscribe({stream: "after", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
    await bus.publish("after", sampleEvents(0, 10));
    await server.breakDown();
    await bus.publish("after", sampleEvents(10, 20));
    await vi.waitFor(() => expect(recorder.effects).toEqual(idsOf(sampleEvents(0, 20))), PATIENCE);
  });

  it.runIf(program !== null)("finds the master that a sentinel knows", async () => {
    const server = await start();
    const sentinel = closing(await startSentinel(program ?? "", new URL(server.url).port), ({stop}) => stop());
    const bus = open(`redis+sentinel://127.0.0.1:${sentinel.port}/tape`);
    await carries(bus);
  });
});

async function startSentinel(program: string, masterPort: string): Promise<{port: number; stop: () => Promise<void>}> {
  const folder = await mkdtemp(join(tmpdir(), "papertape-sentinel-"));
  // Beside the master's port, which was free a moment ago; the sentinel writes to its own file.
  const port = Number(masterPort) + 1;
  const file = join(folder, "sentinel.conf");
  await writeFile(
    file,
    `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor tape 127.0.0.1 ${masterPort} 1\n`
  );
  const child: ChildProcess = spawn(program, [file, "--sentinel"], {stdio: "ignore"});
  const client = new Redis({host: "127.0.0.1", port, protocol: 2, maxRetriesPerRequest: null});
  client.on("error", () => {});
  await vi.waitFor(async () => expect(await client.ping()).toBe("PONG"), PATIENCE);
  client.disconnect();
  return {
    port,
    stop: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
      await rm(folder, {recursive: true, force: true});
    }
  };
}
