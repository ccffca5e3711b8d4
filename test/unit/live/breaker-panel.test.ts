/** All circuit breakers on one panel, and the database pool behind one of them. */
import type {Pool} from "pg";
import {describe, expect, it, vi} from "vitest";
import type {SystemStatusEvent} from "../../../src/lib/events/system-status-event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {createBreakerPanel} from "../../../src/live/integration/breaker-panel.js";
import {guardedPool, isDatabaseAway} from "../../../src/live/integration/guarded-pool.js";

const refused = Object.assign(new Error("connect ECONNREFUSED"), {code: "ECONNREFUSED"});
const NEAR = {retryAfterMs: 10, longestRetryMs: 10, isFailure: isDatabaseAway};

function panelUnderTest() {
  const told: SystemStatusEvent[] = [];
  const panel = createBreakerPanel(() => 7);
  panel.tell((event) => told.push(event));
  return {panel, told, words: () => told.map(({fact, payload}) => `${payload.component} ${fact}`)};
}

describe("the breaker panel", () => {
  it("tells once that a dependency is away and what the rest does, and once that it is back", async () => {
    const {panel, told, words} = panelUnderTest();
    const breaker = panel.add("exchange", {...NEAR, failuresToOpen: 2, effect: "no new positions"});
    const fail = () => breaker.call(() => Promise.reject(refused));
    await expect(fail()).rejects.toBe(refused);
    expect(panel.views()).toEqual([
      {
        name: "exchange",
        state: "closed",
        failures: 1,
        lastFailure: "connect ECONNREFUSED",
        since: null,
        effect: "no new positions"
      }
    ]);
    await expect(fail()).rejects.toBe(refused);
    expect(panel.views()[0]).toMatchObject({state: "open", failures: 2, since: 7});
    // A trial that fails is no news.
    await vi.waitFor(() => expect(fail()).rejects.toBe(refused), {interval: 2});
    await vi.waitFor(() => breaker.call(() => Promise.resolve()), {interval: 2});
    expect(words()).toEqual(["exchange ComponentDegraded", "exchange ComponentRecovered"]);
    expect(told[0]?.payload).toMatchObject({effect: "no new positions", reason: expect.stringContaining("2 calls")});
    expect(panel.views()[0]).toMatchObject({state: "closed", failures: 0});
    for (const event of told) expect(validateEvent(event)).toMatchObject({ok: true});
  });
});

describe("a guarded pool", () => {
  it("leaves a database that is away alone, for queries and for connections alike", async () => {
    let asked = 0;
    const away = () => {
      asked++;
      return Promise.reject(refused);
    };
    const {panel} = panelUnderTest();
    const breaker = panel.add("database", {...NEAR, retryAfterMs: 60_000, failuresToOpen: 3, effect: ""});
    const pool = guardedPool({query: away, connect: away, waitingCount: 4} as unknown as Pool, breaker.call);
    await expect(pool.query("select 1")).rejects.toBe(refused);
    await expect(pool.connect()).rejects.toBe(refused);
    await expect(pool.query("select 1")).rejects.toBe(refused);
    const answers = await Promise.allSettled([pool.query("select 1"), pool.connect()]);
    for (const answer of answers)
      expect(answer).toMatchObject({status: "rejected", reason: {code: "BREAKER_OPEN", retryable: true}});
    expect(asked).toBe(3);
    expect(pool.waitingCount).toBe(4);
  });

  it("is not opened by what the database refuses, however often", async () => {
    const duplicate = Object.assign(new Error("duplicate key"), {code: "23505"});
    const {panel, told} = panelUnderTest();
    const breaker = panel.add("database", {...NEAR, failuresToOpen: 2, effect: ""});
    const pool = guardedPool({query: () => Promise.reject(duplicate)} as unknown as Pool, breaker.call);
    for (let attempt = 0; attempt < 5; attempt++) await expect(pool.query("insert")).rejects.toBe(duplicate);
    expect([breaker.state, told]).toEqual(["closed", []]);
  });

  it("gives a connection back that comes after the breaker has given up waiting", async () => {
    let released = 0;
    let arrive: (client: unknown) => void = () => {};
    const connecting = new Promise((resolve) => {
      arrive = resolve;
    });
    const {panel} = panelUnderTest();
    const breaker = panel.add("database", {...NEAR, timeoutMs: 10, effect: ""});
    const pool = guardedPool({connect: () => connecting} as unknown as Pool, breaker.call);
    await expect(pool.connect()).rejects.toMatchObject({code: "BREAKER_TIMEOUT"});
    arrive({release: () => released++});
    await vi.waitFor(() => expect(released).toBe(1));
  });
});
