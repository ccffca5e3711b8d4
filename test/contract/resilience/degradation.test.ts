/**
 * Parts of the running daemon are really taken away: what the rest does meanwhile is what the dashboard says, nothing is
 * made up, and it all goes on by itself in order.
 */
import {createServer, type Server} from "node:http";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {type LiveDaemon, liveDaemon} from "../../support/live-daemon.js";
import {describeWithRedis} from "../../support/redis.js";
import {type Wire, wireTo} from "../../support/wire.js";

const PATIENCE = {timeout: 40_000, interval: 100};

let database: TestDatabase;
let running: LiveDaemon | null = null;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await running?.stop();
  running = null;
  for (const close of closing.splice(0).reverse()) await close();
  await database.drop();
});

async function wired(target: string): Promise<Wire> {
  const wire = await wireTo(target);
  closing.push(() => wire.close());
  return wire;
}

/** What a webhook was sent, by title. */
async function listener(): Promise<{url: string; titles: string[]; server: Server}> {
  const titles: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on("end", () => {
      titles.push((JSON.parse(text) as {title: string}).title);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => void server.close());
  return {url: `http://127.0.0.1:${(server.address() as {port: number}).port}/`, titles, server};
}

async function tape(session: string): Promise<readonly PapertapeEvent[]> {
  const events: PapertapeEvent[] = [];
  for await (const batch of createPostgresJournal(database.pool).read(session))
    events.push(...batch.map(({event}) => event));
  return events;
}

async function slices(session: string): Promise<readonly number[]> {
  return (await tape(session)).filter(({fact}) => fact === "SliceCompleted").map(({occurredAt}) => occurredAt);
}

async function reachesSlices(session: string, count: number): Promise<number> {
  return vi.waitFor(async () => {
    const {length} = await slices(session);
    expect(length).toBeGreaterThanOrEqual(count);
    return length;
  }, PATIENCE);
}

async function status(): Promise<Record<string, unknown>> {
  const answer = await (running as LiveDaemon).ask("/api/status");
  expect(answer.status).toBe(200);
  return answer.body;
}

async function says(expected: Record<string, unknown>): Promise<void> {
  await vi.waitFor(async () => expect(await status()).toMatchObject(expected), PATIENCE);
}

/** Every hour once and in order, and a chain that holds. */
async function expectWholeTape(session: string): Promise<void> {
  const times = await slices(session);
  for (let i = 1; i < times.length; i++) expect(times[i]).toBe((times[i - 1] ?? 0) + HOUR_MS);
  expect(await createPostgresJournal(database.pool).verify(session)).toMatchObject({ok: true});
}

const breaker = (name: string, state: string) => expect.objectContaining({name, state});

function outageOfTheJournal(startBus: () => Promise<string | undefined>): void {
  it("pauses trading while the journal is away, says so on dashboard and phone, and goes on by itself", async () => {
    const wire = await wired(database.url);
    const phone = await listener();
    const redisUrl = await startBus();
    running = await liveDaemon({
      databaseUrl: wire.url,
      webhookUrl: phone.url,
      ...(redisUrl === undefined ? {} : {redisUrl})
    });
    const {id} = running.daemon.session.session;
    await reachesSlices(id, 3);
    expect((await running.ask("/health/ready")).status).toBe(200);
    expect(await status()).toMatchObject({trading: "active", pausedBecause: null});

    await wire.cut();
    await says({
      trading: "paused",
      pausedBecause: expect.stringContaining("is down"),
      breakers: expect.arrayContaining([breaker("database", "open")])
    });
    expect((await running.ask("/health/ready")).status).toBe(503);
    expect((await running.ask("/health/live")).status).toBe(200);
    await vi.waitFor(() => expect(phone.titles).toContain("journal is down"), PATIENCE);
    // Nothing is changed while nothing can be recorded.
    const refused = await running.ask("/api/trading/halt", {method: "POST", body: {reason: "test"}});
    expect(refused.status).toBe(503);
    const {length: during} = await tape(id);
    expect((await running.ask("/metrics")).text).toContain('papertape_breaker_state{name="database"} 2');

    await wire.mend();
    await says({
      trading: "active",
      pausedBecause: null,
      breakers: expect.arrayContaining([breaker("database", "closed")])
    });
    await reachesSlices(id, during > 0 ? (await slices(id)).length + 3 : 3);
    await expectWholeTape(id);
    expect((await running.ask("/health/ready")).status).toBe(200);
    const halted = (await tape(id)).filter(({fact}) => fact === "TradingHalted");
    expect(halted).toEqual([]);
  });
}

describe("a daemon with the bus in its database", () => {
  outageOfTheJournal(() => Promise.resolve(undefined));

  it("trades on while a notification channel is dead, and says which one", async () => {
    running = await liveDaemon({databaseUrl: database.url, webhookUrl: "http://127.0.0.1:9/"});
    const {id} = running.daemon.session.session;
    const pause = await running.ask("/api/trading/pause", {method: "POST", body: {reason: "to be told about"}});
    expect(pause.status).toBe(202);
    await reachesSlices(id, 12);
    await expectWholeTape(id);
    await says({breakers: expect.arrayContaining([expect.objectContaining({name: "notification webhook"})])});
    expect((await running.ask("/health/ready")).status).toBe(200);
  });

  it("is held up by no consumer of its events, however slow", async () => {
    running = await liveDaemon({databaseUrl: database.url});
    const {session} = running.daemon.session;
    const {openBus} = await import("../../../src/live/open-bus.js");
    const {eventStream} = await import("../../../src/live/integration/session-runner.js");
    const bus = await openBus({redisUrl: null, databaseUrl: database.url});
    closing.push(() => bus.close());
    let taken = 0;
    let go: () => void = () => {};
    const stuck = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = {stream: eventStream(session.id), group: "slow", consumer: "slow", start: "beginning" as const};
    await bus.subscribe(slow, async (batch) => {
      await stuck;
      taken += batch.length;
    });
    await reachesSlices(session.id, 10);
    expect(taken).toBe(0);
    const waiting = (await tape(session.id)).length;
    go();
    // It slowed only itself, and has lost nothing.
    await vi.waitFor(() => expect(taken).toBeGreaterThanOrEqual(waiting), PATIENCE);
  });
});

describeWithRedis("a daemon with the bus in Redis", (start) => {
  outageOfTheJournal(async () => {
    const redis = await start();
    closing.push(() => redis.stop());
    return redis.url;
  });

  it("waits while Redis is away, says so, and catches up in order", async () => {
    const redis = await start();
    closing.push(() => redis.stop());
    const wire = await wired(redis.url);
    running = await liveDaemon({databaseUrl: database.url, redisUrl: wire.url});
    const {id} = running.daemon.session.session;
    await reachesSlices(id, 3);

    await wire.cut();
    await says({
      trading: "paused",
      pausedBecause: expect.stringContaining("The bus is down"),
      breakers: expect.arrayContaining([breaker("Redis", "open")])
    });
    expect((await running.ask("/health/ready")).status).toBe(503);
    const before = (await slices(id)).length;

    await wire.mend();
    await says({trading: "active", breakers: expect.arrayContaining([breaker("Redis", "closed")])});
    await reachesSlices(id, before + 5);
    await expectWholeTape(id);
    const told = (await running.log()).map(({fact, component}) => `${component} ${fact}`);
    expect(told).toContain("Redis ComponentDegraded");
    expect(told).toContain("Redis ComponentRecovered");
  });
});
