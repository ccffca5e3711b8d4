/**
 * The whole daemon in the production environment, against the simulated exchange's private side: paper until an admin
 * arms it, real orders then, and paused as soon as session and venue come apart.
 */
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {createKeyStore} from "../../../src/live/venue/key-store.js";
import {PASSPHRASE_VARIABLE} from "../../../src/live/venue/key-vault.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {type LiveDaemon, liveDaemon} from "../../support/live-daemon.js";
import {ALL_LIMITS} from "../exchange/venue-under-test.js";

const PATIENCE = {timeout: 60_000, interval: 100};
/** Two seconds a candle: what is decided must be sent within one. */
const SPEED = 1_800;
const CREDENTIALS = {apiKey: "the-api-key-of-the-test", secret: "the-api-secret-of-the-test"};
const PASSPHRASE = "a passphrase for the test";
const WISH = {hours: 1, reason: "to try it"};

let database: TestDatabase;
let exchange: SimulatedExchange;
let running: LiveDaemon;
beforeEach(async () => {
  database = await createTestDatabase();
  exchange = await startSimulatedExchange({
    seed: 9,
    startAt: Date.UTC(2024, 1, 1),
    speed: SPEED,
    accounts: [{...CREDENTIALS, balances: {USDT: "100000"}}]
  });
  process.env.PAPERTAPE_EXCHANGE_URL = exchange.url;
  process.env[PASSPHRASE_VARIABLE] = PASSPHRASE;
  await createKeyStore(database.pool, PASSPHRASE).add({exchange: "binance", name: "main"}, CREDENTIALS);
});
afterEach(async () => {
  await running.stop();
  delete process.env.PAPERTAPE_EXCHANGE_URL;
  delete process.env[PASSPHRASE_VARIABLE];
  await exchange.close();
  await database.drop();
});

async function start(overrides: Readonly<Record<string, unknown>> = {}): Promise<void> {
  running = await liveDaemon({
    databaseUrl: database.url,
    warmUpCandles: 80,
    overrides: {
      "collection.exchange": "binance",
      environment: "production",
      "production.maximumOrderValue": 50_000,
      "production.maximumDailyOrders": 10_000,
      "logging.level": "info",
      ...overrides
    },
    decision: {limits: {...ALL_LIMITS, dailyLoss: 0.9, drawdownHalt: {maximum: 0.9, resumeAfterCandles: 0}}}
  });
}

const ordersAtVenue = () => exchange.accounts[0]?.orders() ?? [];
const arm = (as: "admin" | "trader" = "admin") => running.ask("/api/production/arm", {as, method: "POST", body: WISH});

async function flat(): Promise<void> {
  await running.ask("/api/trading/flatten", {method: "POST", body: {reason: "to begin flat"}});
  await vi.waitFor(async () => {
    const {body} = await running.ask("/api/positions");
    const held = body.positions.filter(({amount}: {amount: string}) => Number(amount) !== 0);
    expect(held).toEqual([]);
    const answer = await running.ask("/api/orders");
    expect(answer.body.orders.filter(({state}: {state: string}) => state === "open")).toEqual([]);
    expect((await running.ask("/api/status")).body.trading).toBe("paused");
  }, PATIENCE);
}

describe("a daemon in production", () => {
  it("stays on paper until an admin has armed it, then sends what the session orders, and stops when disarmed", async () => {
    await start();
    expect((await running.ask("/api/status")).body.mode).toBe("paper");
    await vi.waitFor(async () => {
      const {body} = await running.ask("/api/fills");
      expect(body.fills.length).toBeGreaterThan(0);
    }, PATIENCE);
    expect(ordersAtVenue()).toEqual([]);
    expect((await arm("trader")).status).toBe(403);

    await flat();
    const armed = await arm();
    expect(armed.body).toMatchObject({armed: true, expiresAt: expect.any(Number)});
    expect((await running.ask("/api/production")).body).toMatchObject({mode: "venue", missing: []});
    await running.ask("/api/trading/resume", {method: "POST", body: {reason: "armed"}});
    await vi.waitFor(() => expect(ordersAtVenue().length).toBeGreaterThan(1), PATIENCE);
    expect((await running.ask("/api/status")).body.mode).toBe("venue");
    expect(ordersAtVenue().every(({clientOrderId}) => clientOrderId.startsWith("pt-"))).toBe(true);

    const off = await running.ask("/api/production/disarm", {as: "trader", method: "POST", body: {reason: "enough"}});
    expect(off.body).toEqual({armed: false});
    expect((await running.ask("/api/production")).body.mode).toBe("paper");
    const sent = ordersAtVenue().length;
    const {body} = await running.ask("/api/decisions");
    const newest = body.decisions[0].sequence;
    await vi.waitFor(async () => {
      const later = await running.ask("/api/decisions");
      expect(later.body.decisions[0].sequence).toBeGreaterThan(newest + 4);
    }, PATIENCE);
    expect(ordersAtVenue().length).toBeLessThanOrEqual(sent + 1);
    const audit = (await running.ask("/api/audit")).body.entries.map(({action}: {action: string}) => action);
    expect(audit).toEqual(expect.arrayContaining(["production.arm", "production.disarm"]));
    const everything = JSON.stringify([await running.log(), audit, body]);
    for (const hidden of [...Object.values(CREDENTIALS), PASSPHRASE]) expect(everything).not.toContain(hidden);
  });

  it("pauses and says why when somebody else trades in its account", async () => {
    await start();
    await flat();
    await arm();
    await running.ask("/api/trading/resume", {method: "POST", body: {reason: "armed"}});
    await vi.waitFor(() => expect(ordersAtVenue().length).toBeGreaterThan(0), PATIENCE);
    const [profile] = exchange.market.profiles;
    if (profile === undefined) throw new Error("the market lists something");
    const byHand = {profile, side: "BUY", type: "MARKET", timeInForce: "GTC", price: null, stopPrice: null} as const;
    exchange.accounts[0]?.place({...byHand, clientOrderId: "by-hand", amount: {units: 1n, scale: 2}});
    await vi.waitFor(async () => expect((await running.ask("/api/status")).body.trading).toBe("paused"), PATIENCE);
    const log = await running.log();
    const told = log.find(({fact, component}) => fact === "ComponentDegraded" && component === "venue");
    expect(told?.reason).toContain("did not send");
  });

  it.each([
    ["the environment", {environment: "simulation"}, "the environment is simulation"],
    ["a limit", {"production.maximumOrderValue": null}, "production.maximumOrderValue is not set"],
    ["the time", {"production.longestArmingHours": 0.5}, "at most 0.5 hours"]
  ])("cannot be armed against %s, and names it", async (_, overrides, why) => {
    await start(overrides);
    const answer = await arm();
    expect([answer.status, answer.body.error.code]).toEqual([409, "PRODUCTION_LOCKED"]);
    expect(answer.body.error.message).toContain(why);
  });
});
