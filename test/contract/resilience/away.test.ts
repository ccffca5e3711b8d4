/**
 * The daemon is stopped with orders waiting in the market, and started again hours of market time later: what waited is
 * judged by what happened meanwhile, is marked as worked out afterwards, and nothing new is opened on old candles.
 */
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {EventOf, PapertapeEvent} from "../../../src/lib/events/event.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {type LiveDaemon, liveDaemon} from "../../support/live-daemon.js";

const OPENING: ReadonlySet<string> = new Set(["entry", "increase", "reverse"]);
const PATIENCE = {timeout: 60_000, interval: 50};
/** A second a candle. */
const SPEED = 3_600;
const HOURS_AWAY = 8;
const ORDER = {type: "limit", limitOffsetBps: 10, expiresAfterCandles: 48} as const;

let database: TestDatabase;
let exchange: SimulatedExchange;
let running: LiveDaemon | null = null;
beforeEach(async () => {
  database = await createTestDatabase();
  exchange = await startSimulatedExchange({seed: 4, startAt: Date.UTC(2024, 1, 1), speed: SPEED});
  process.env.PAPERTAPE_EXCHANGE_URL = exchange.url;
});
afterEach(async () => {
  delete process.env.PAPERTAPE_EXCHANGE_URL;
  await running?.stop();
  running = null;
  await exchange.close();
  await database.drop();
});

async function start(): Promise<LiveDaemon> {
  running = await liveDaemon({
    databaseUrl: database.url,
    warmUpCandles: 80,
    overrides: {"collection.exchange": "binance"},
    decision: {maximumDataAgeCandles: 1, order: ORDER}
  });
  return running;
}

async function tape(session: string): Promise<readonly PapertapeEvent[]> {
  const events: PapertapeEvent[] = [];
  for await (const batch of createPostgresJournal(database.pool).read(session))
    events.push(...batch.map(({event}) => event));
  return events;
}

function waitingOrders(events: readonly PapertapeEvent[]): readonly EventOf<"OrderAccepted">[] {
  const ended = new Set(
    events.flatMap((event) =>
      event.fact === "OrderCanceled" || (event.fact === "OrderFilled" && Number(event.payload.remaining) === 0)
        ? [event.payload.orderId]
        : []
    )
  );
  return events.flatMap((event) =>
    event.fact === "OrderAccepted" && !ended.has(event.payload.orderId) ? [event] : []
  );
}

it("judges what waited by the candles that came while it was away, and marks it", async () => {
  const first = await start();
  const {id} = first.daemon.session.session;
  await vi.waitFor(async () => expect(waitingOrders(await tape(id)).length).toBeGreaterThan(0), PATIENCE);
  await first.stop();
  running = null;
  const before = await tape(id);
  const waiting = waitingOrders(before);
  const stoppedAt = Math.max(...before.map(({occurredAt}) => occurredAt));
  expect(waiting.length).toBeGreaterThan(0);
  await vi.waitFor(() => expect(exchange.clock.now()).toBeGreaterThan(stoppedAt + HOURS_AWAY * HOUR_MS), PATIENCE);

  const second = await start();
  const returnedAt = exchange.clock.now();
  expect(second.daemon.session).toMatchObject({opening: {isNew: false}, session: {id}});
  await vi.waitFor(async () => {
    const closes = (await tape(id)).filter(({fact}) => fact === "SliceCompleted").map(({occurredAt}) => occurredAt);
    expect(Math.max(...closes)).toBeGreaterThan(returnedAt);
  }, PATIENCE);
  const after = (await tape(id)).slice(before.length);
  const late = after.filter(({occurredAt, recordedAt}) => recordedAt - occurredAt > HOUR_MS);
  expect(late.filter(({fact}) => fact === "CandleClosed").length).toBeGreaterThanOrEqual(HOURS_AWAY - 2);
  expect(late.filter(isOpening)).toEqual([]);
  expect(after.some((event) => event.fact === "OrderFilled" && event.payload.whileAway)).toBe(true);
  for (const order of waiting) expectJudged(order, {after, stoppedAt});
  expect(await createPostgresJournal(database.pool).verify(id)).toMatchObject({ok: true});
});

/** Filled in the first candle that reached its limit, at its limit or better; waiting still where none did. */
function expectJudged(
  {payload}: EventOf<"OrderAccepted">,
  {after, stoppedAt}: {readonly after: readonly PapertapeEvent[]; readonly stoppedAt: number}
): void {
  const {orderId, instrument, side, limitPrice} = payload;
  const limit = Number(limitPrice);
  const reached = after.find(
    (event): event is EventOf<"CandleClosed"> =>
      event.fact === "CandleClosed" &&
      event.payload.instrument === instrument &&
      event.payload.closeTime > stoppedAt &&
      (side === "buy" ? event.payload.low < limit : event.payload.high > limit)
  );
  const fill = after.find(
    (event): event is EventOf<"OrderFilled"> => event.fact === "OrderFilled" && event.payload.orderId === orderId
  );
  if (limitPrice === null || reached === undefined) return;
  expect(fill, `${side} ${instrument} at ${limit}`).toBeDefined();
  if (fill === undefined) return;
  const {time, price, whileAway} = fill.payload;
  expect(time).toBeGreaterThanOrEqual(reached.payload.openTime);
  expect(time).toBeLessThanOrEqual(reached.payload.closeTime);
  expect(side === "buy" ? Number(price) <= limit : Number(price) >= limit).toBe(true);
  expect(whileAway).toBe(reached.recordedAt - reached.payload.closeTime > HOUR_MS);
}

/** Exits go on: to leave a position where it is would be the greater risk. */
function isOpening(event: PapertapeEvent): boolean {
  return event.fact === "TradeSignalRaised" && OPENING.has(event.payload.reason);
}
