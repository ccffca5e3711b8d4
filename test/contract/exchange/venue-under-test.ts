/** A venue over the simulated exchange's private side, with an account of its own and a desk that records in a database. */
import {setTimeout as wait} from "node:timers/promises";
import {DEFAULT_STRATEGY} from "../../../src/lib/configuration/strategy-configuration.js";
import type {OrderAccepted, OrderCanceled} from "../../../src/lib/events/trade-execution-event.js";
import {ccxtVenue} from "../../../src/live/venue/ccxt-venue.js";
import type {LockSituation} from "../../../src/live/venue/production-lock.js";
import type {Venue} from "../../../src/live/venue/venue.js";
import {createVenueDesk, type VenueDesk} from "../../../src/live/venue/venue-desk.js";
import {createVenueStore, type VenueStore} from "../../../src/live/venue/venue-store.js";
import {openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import type {SimulatedAccount} from "../../../src/loaders/simulated-exchange/simulated-account.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

export const SYMBOL = "BTC/USDT";
export const INSTRUMENT = "BTC/USDT@simulated";
export const SESSION = "live-under-test";
const CREDENTIALS = {apiKey: "the-key-that-is-shown-nowhere", secret: "the-secret-that-is-shown-nowhere"};
const {decision} = DEFAULT_STRATEGY;
export const ALL_LIMITS = {
  ...decision.limits,
  dailyLoss: 0.05,
  drawdownHalt: {...decision.limits.drawdownHalt, maximum: 0.2}
};

export interface VenueUnderTest {
  readonly exchange: SimulatedExchange;
  readonly account: SimulatedAccount;
  readonly venue: Venue;
  readonly database: TestDatabase;
  readonly store: VenueStore;
  readonly desk: VenueDesk;
  /** Why trading was to pause, in order. */
  readonly apart: string[];
  /** What the lock sees; to be changed. */
  readonly situation: {-readonly [Key in keyof LockSituation]: LockSituation[Key]};
  readonly positions: Map<string, string | null>;
  close(): Promise<void>;
}

/** A request that is given up may arrive for so long: short, so that tests need not wait. */
const REQUEST_LIFE_MS = 1_000;

export async function venueUnderTest(): Promise<VenueUnderTest> {
  const exchange = await startSimulatedExchange({
    seed: 5,
    startAt: Date.UTC(2024, 2, 1, 12),
    speed: 20,
    accounts: [{...CREDENTIALS, balances: {USDT: "100000", BTC: "0"}}]
  });
  const urls = {url: exchange.url, wsUrl: exchange.wsUrl};
  const connection = await openExchange("simulated", {urls, timeoutMs: 700});
  const venue = ccxtVenue({connection, ...CREDENTIALS, requestLifeMs: REQUEST_LIFE_MS});
  const database = await createTestDatabase();
  const store = createVenueStore(database.pool, {session: SESSION, exchange: venue.name});
  await store.open(await venue.balances());
  const apart: string[] = [];
  const situation = openSituation();
  const positions = new Map<string, string | null>();
  const desk = createVenueDesk({
    session: SESSION,
    venue,
    store,
    symbols: new Map([[INSTRUMENT, SYMBOL]]),
    orderLifeMs: 3_600_000,
    situation: () => Promise.resolve(situation),
    lastPrice: () => exchange.market.priceAt(SYMBOL, exchange.clock.now()),
    positions: () => Promise.resolve(positions),
    onApart: (reasons) => {
      apart.push(...reasons);
      return Promise.resolve();
    },
    pause: (ms) => wait(ms)
  });
  const [account] = exchange.accounts;
  if (account === undefined) throw new Error("the exchange was started with an account");
  return {
    ...{exchange, account, venue, database, store, desk, apart, situation, positions},
    close: async () => {
      await venue.close();
      await exchange.close();
      await database.drop();
    }
  };
}

/** Every lock open. */
function openSituation() {
  const arming = {session: SESSION, exchange: "simulated", armedBy: "ada", armedAt: 0, expiresAt: 100};
  return {
    environment: "production",
    session: SESSION,
    exchange: "simulated",
    keyProblem: null as string | null,
    strategyProblems: [] as readonly string[],
    arming: arming as LockSituation["arming"],
    limits: {maximumOrderValue: 50_000 as number | null, maximumDailyOrders: 100 as number | null},
    strategyLimits: ALL_LIMITS as LockSituation["strategyLimits"],
    now: 50
  };
}

let count = 0;

export function accepted(
  {exchange}: VenueUnderTest,
  order: Partial<OrderAccepted["payload"]> & Pick<OrderAccepted["payload"], "amount">
): OrderAccepted {
  const orderId = order.orderId ?? `order:under-test:${++count}`;
  const now = exchange.clock.now();
  return {
    ...envelope(orderId, now),
    fact: "OrderAccepted",
    payload: {
      signal: "decision:1",
      instrument: INSTRUMENT,
      side: "buy",
      orderType: "market",
      limitPrice: null,
      stopPrice: null,
      timeInForce: "GTC",
      submittedAt: now,
      rules: "papertape-1",
      ...order,
      orderId
    }
  };
}

export function canceled({payload: {orderId, instrument, amount}}: OrderAccepted): OrderCanceled {
  return {
    ...envelope(`${orderId}:canceled`, 0),
    fact: "OrderCanceled",
    payload: {orderId, signal: "decision:1", instrument, reason: "expired", filled: "0", remaining: amount}
  };
}

function envelope(id: string, at: number) {
  return {
    id,
    type: "TradeExecutionEvent" as const,
    version: 1 as const,
    occurredAt: at,
    recordedAt: at,
    correlationId: id,
    causationId: "decision:1",
    source: "virtual-trading"
  };
}
