/** The exchange goes away under a running daemon: no position is opened, no price is made up, and the hole is closed. */
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {type LiveDaemon, liveDaemon} from "../../support/live-daemon.js";

const OPENING: ReadonlySet<string> = new Set(["entry", "increase", "reverse"]);
const PATIENCE = {timeout: 60_000, interval: 100};
/** Half a second a candle. */
const SPEED = 7_200;

let database: TestDatabase;
let exchange: SimulatedExchange;
let running: LiveDaemon;
beforeEach(async () => {
  database = await createTestDatabase();
  exchange = await startSimulatedExchange({seed: 9, startAt: Date.UTC(2024, 1, 1), speed: SPEED});
  process.env.PAPERTAPE_EXCHANGE_URL = exchange.url;
  running = await liveDaemon({
    databaseUrl: database.url,
    overrides: {"collection.exchange": "binance"},
    // A candle that comes an hour late has a price that can no longer be had.
    decision: {maximumDataAgeCandles: 1}
  });
});
afterEach(async () => {
  delete process.env.PAPERTAPE_EXCHANGE_URL;
  await running.stop();
  await exchange.close();
  await database.drop();
});

async function tape(): Promise<readonly PapertapeEvent[]> {
  const events: PapertapeEvent[] = [];
  for await (const batch of createPostgresJournal(database.pool).read(running.daemon.session.session.id))
    events.push(...batch.map(({event}) => event));
  return events;
}

it("opens nothing on what it learns afterwards, says what is wrong, and takes only prices that were made", async () => {
  await vi.waitFor(
    async () => expect((await tape()).filter(({fact}) => fact === "SliceCompleted").length).toBeGreaterThan(2),
    PATIENCE
  );
  const before = (await tape()).length;
  exchange.faults.setMaintenance(true);
  const outageBegan = exchange.clock.now();
  await vi.waitFor(async () => {
    const {body} = await running.ask("/api/status");
    expect(body.breakers).toContainEqual(expect.objectContaining({name: "exchange", state: "open"}));
    expect(body.components).toContainEqual(expect.objectContaining({name: "collection", state: "degraded"}));
    expect(body.streams.every((stream: {isStale: boolean}) => stream.isStale)).toBe(true);
  }, PATIENCE);
  const during = (await tape()).slice(before).filter(({occurredAt}) => occurredAt > outageBegan);
  expect(during.filter(({fact}) => fact === "CandleClosed" || fact === "TradeSignalRaised")).toEqual([]);
  exchange.faults.setMaintenance(false);
  const outageEnded = exchange.clock.now();
  await vi.waitFor(async () => {
    const newest = Math.max(...(await tape()).map(({occurredAt}) => occurredAt));
    expect(newest).toBeGreaterThan(outageEnded + 2 * HOUR_MS);
  }, PATIENCE);
  const events = await tape();
  const closes = events.filter(({fact}) => fact === "SliceCompleted").map(({occurredAt}) => occurredAt);
  for (let i = 1; i < closes.length; i++) expect(closes[i]).toBe((closes[i - 1] ?? 0) + HOUR_MS);
  expectTrueCandles(events);
  const late = events.flatMap((event) =>
    (event.fact === "TradeSignalRaised" || event.fact === "TradeSignalWithheld") &&
    event.recordedAt - event.payload.closeTime > HOUR_MS
      ? [event]
      : []
  );
  expect(late.length).toBeGreaterThan(0);
  expect(late.filter(isOpening)).toEqual([]);
});

/** Every candle on the tape is the market's own. */
function expectTrueCandles(events: readonly PapertapeEvent[]): void {
  let compared = 0;
  for (const event of events) {
    if (event.fact !== "CandleClosed") continue;
    const {instrument, openTime, closeTime, close, volume} = event.payload;
    const [symbol = ""] = instrument.split("@");
    const own = exchange.market.candles({symbol, timeframe: "1h", from: openTime, before: closeTime});
    expect([own.close[0], own.volume[0]]).toEqual([close, volume]);
    compared++;
  }
  expect(compared).toBeGreaterThan(5);
}

/** Exits go on: to leave a position where it is would be the greater risk. */
function isOpening(event: PapertapeEvent): boolean {
  return event.fact === "TradeSignalRaised" && OPENING.has(event.payload.reason);
}
