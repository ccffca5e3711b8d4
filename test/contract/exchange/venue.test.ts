/**
 * Real orders through ccxt against the simulated exchange's private side: there once or not at all, whatever happens to
 * requests and answers, and compared with our record until both agree or trading is to pause.
 */
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {toText} from "../../../src/lib/core/decimal.js";
import {clientOrderId} from "../../../src/live/venue/client-order-id.js";
import type {HttpFaultKind} from "../../../src/loaders/simulated-exchange/fault-panel.js";
import {totalOf} from "../../../src/loaders/simulated-exchange/private-messages.js";
import {accepted, canceled, SESSION, SYMBOL, type VenueUnderTest, venueUnderTest} from "./venue-under-test.js";

const ORDER_PATH = "/api/v3/order";

let test: VenueUnderTest;
beforeEach(async () => {
  test = await venueUnderTest();
});
afterEach(() => test.close());

const bought = () => toText(totalOf(test.account, "BTC"));
const stateOf = async (orderId: string) => (await test.store.order(orderId))?.state;
/** A limit that rests: well below the market. */
const restingPrice = () =>
  (Math.floor(test.exchange.market.priceAt(SYMBOL, test.exchange.clock.now()) * 90) / 100).toFixed(2);

function failOrders(kind: HttpFaultKind, fault: {readonly isAnswerLost?: boolean; readonly times?: number} = {}) {
  test.exchange.faults.failHttp({kind, path: ORDER_PATH, method: "POST", times: 1, ...fault});
}

describe("an order of the session", () => {
  it("is carried out, recorded, and agrees with what the venue says", async () => {
    const order = accepted(test, {amount: "0.05"});
    await test.desk.take(order);
    expect(await stateOf(order.payload.orderId)).toBe("filled");
    expect(await test.desk.reconcile()).toEqual([]);
    const fills = await test.store.fills();
    expect(fills.length).toBeGreaterThan(0);
    expect(fills.every((fill) => fill.clientOrderId === clientOrderId(SESSION, order.payload.orderId))).toBe(true);
    expect(test.apart).toEqual([]);
  });

  it("is sent once though its event comes twice", async () => {
    const order = accepted(test, {amount: "0.05"});
    await test.desk.take(order);
    await test.desk.take(order);
    expect(test.account.orders()).toHaveLength(1);
  });

  it.each<[string, HttpFaultKind]>([
    ["never comes", "hang"],
    ["is cut off", "reset"],
    ["is an error of a server in between", 502],
    ["makes no sense", "garbage"]
  ])("is there once when it was accepted and the answer %s", async (_, kind) => {
    failOrders(kind, {isAnswerLost: true});
    const order = accepted(test, {amount: "0.05"});
    await test.desk.take(order);
    // A market order has ended at once, so the venue would take its client order id again.
    expect(test.account.orders()).toHaveLength(1);
    expect(await stateOf(order.payload.orderId)).toBe("filled");
    expect(await test.desk.reconcile()).toEqual([]);
  });

  it.each<[string, HttpFaultKind]>([
    ["was cut off", "reset"],
    ["was turned away by a busy venue", 429],
    ["met a venue that was not available", 503]
  ])("is sent again when the request %s before it was carried out", async (_, kind) => {
    failOrders(kind);
    const order = accepted(test, {amount: "0.05"});
    await test.desk.take(order);
    expect(test.account.orders()).toHaveLength(1);
    expect(await stateOf(order.payload.orderId)).toBe("filled");
  });

  it("is taken for accepted when the venue says that it has an open one of that name", async () => {
    const order = accepted(test, {amount: "0.05", orderType: "limit", limitPrice: restingPrice()});
    const name = {clientOrderId: clientOrderId(SESSION, order.payload.orderId), symbol: SYMBOL};
    await test.venue.place({
      ...name,
      side: "buy",
      type: "limit",
      amount: "0.05",
      limitPrice: order.payload.limitPrice,
      stopPrice: null,
      timeInForce: "GTC"
    });
    await test.desk.take(order);
    expect(test.account.orders()).toHaveLength(1);
    expect(await stateOf(order.payload.orderId)).toBe("open");
  });

  it("that the venue refuses is not sent again, and trading is to pause", async () => {
    const order = accepted(test, {amount: "50", orderType: "limit", limitPrice: restingPrice()});
    test.situation.limits = {maximumOrderValue: 1e9, maximumDailyOrders: 100};
    await test.desk.take(order);
    expect(await stateOf(order.payload.orderId)).toBe("refused");
    expect(test.account.orders()).toEqual([]);
    expect(test.apart).toEqual([expect.stringContaining("insufficient balance")]);
  });

  it("whose fate nobody can tell stays in doubt, pauses trading, and is looked up when the venue is back", async () => {
    failOrders("hang", {isAnswerLost: true});
    test.exchange.faults.failHttp({kind: 503, path: ORDER_PATH, method: "GET"});
    const order = accepted(test, {amount: "0.05"});
    await test.desk.take(order);
    expect(await stateOf(order.payload.orderId)).toBe("intended");
    expect(test.apart).toEqual([expect.stringContaining("may or may not")]);
    test.exchange.faults.clear();
    expect(await test.desk.reconcile()).toEqual([]);
    expect(await stateOf(order.payload.orderId)).toBe("filled");
    expect(test.account.orders()).toHaveLength(1);
  });

  it("that was written down and cut off before it was sent is not sent late", async () => {
    const {payload} = accepted(test, {amount: "0.05"});
    const {orderId, instrument, side, amount} = payload;
    const name = {clientOrderId: clientOrderId(SESSION, orderId), symbol: SYMBOL};
    const wish = {
      ...name,
      side,
      amount,
      type: "market",
      limitPrice: null,
      stopPrice: null,
      timeInForce: "GTC"
    } as const;
    await test.store.intend({orderId, instrument, wish, state: "intended", reason: null, at: test.venue.now()});
    await test.desk.reconcile();
    expect(await stateOf(orderId)).toBe("refused");
    expect(test.account.orders()).toEqual([]);
    expect(test.apart).toEqual([expect.stringContaining("never reached")]);
  });

  it("is filled in parts, which are all taken over, and the rest canceled when the session cancels it", async () => {
    const best = test.exchange.market.priceAt(SYMBOL, test.exchange.clock.now());
    // A little above the best offer: some levels of the book at once, the rest as others sell.
    const limit = {orderType: "limit" as const, limitPrice: (best * 1.00005).toFixed(2)};
    const order = accepted(test, {amount: (45_000 / best).toFixed(3), ...limit});
    await test.desk.take(order);
    await vi.waitFor(
      async () => {
        expect(await test.desk.reconcile()).toEqual([]);
        expect((await test.store.fills()).length).toBeGreaterThan(1);
      },
      {timeout: 20_000, interval: 100}
    );
    const [atVenue] = test.account.orders();
    if (atVenue?.status !== "FILLED") {
      await test.desk.take(canceled(order));
      expect(await stateOf(order.payload.orderId)).toBe("canceled");
    }
    expect(await test.desk.reconcile()).toEqual([]);
    const recorded = (await test.store.fills()).reduce((sum, {amount}) => sum + Number(amount), 0);
    const traded = test.account.trades.reduce((sum, {amount}) => sum + Number(toText(amount)), 0);
    expect(recorded).toBeCloseTo(traded, 8);
  });
});

describe("the comparison with the venue", () => {
  it("finds an order and a trade that we did not send", async () => {
    await test.desk.take(accepted(test, {amount: "0.05"}));
    const [profile] = test.exchange.market.profiles;
    if (profile === undefined) throw new Error("the market lists something");
    const foreign = {profile, side: "BUY", timeInForce: "GTC", amount: {units: 1n, scale: 2}, stopPrice: null} as const;
    test.account.place({...foreign, clientOrderId: "by-hand-1", type: "MARKET", price: null});
    test.account.place({...foreign, clientOrderId: "by-hand-2", type: "LIMIT", price: {units: 1_000n, scale: 0}});
    const kinds = (await test.desk.reconcile()).map(({kind}) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["order-foreign", "fill-unknown", "balance"]));
    expect(test.apart.length).toBeGreaterThanOrEqual(3);
  });

  it("finds money that left the account, and a position that the session believes in and the venue does not", async () => {
    await test.desk.take(accepted(test, {amount: "0.05"}));
    test.positions.set(SYMBOL, "0.05");
    expect(await test.desk.reconcile()).toEqual([]);
    test.account.balances.credit("USDT", {units: -5n, scale: 0});
    test.positions.set(SYMBOL, "0.06");
    const found = await test.desk.reconcile();
    expect(found.map(({kind}) => kind)).toEqual(["balance", "position"]);
    test.positions.set(SYMBOL, null);
    expect((await test.desk.reconcile()).map(({kind}) => kind)).toEqual(["balance"]);
  });

  it("learns of changes from the stream of the account's orders", async () => {
    const changed = test.venue.changed();
    await vi.waitFor(
      async () => {
        await test.desk.take(accepted(test, {amount: "0.01"}));
        await Promise.race([changed, new Promise((_, late) => setTimeout(() => late(new Error("silent")), 500))]);
      },
      {timeout: 10_000}
    );
  });
});

describe("the lock", () => {
  const withheld = async () => {
    const order = accepted(test, {amount: "0.05"});
    await test.desk.take(order);
    expect(test.account.orders()).toEqual([]);
    expect(await stateOf(order.payload.orderId)).toBe("withheld");
    return (await test.store.order(order.payload.orderId))?.reason;
  };

  it("keeps an order back outside production, without keys, without limits and without arming, and says so", async () => {
    const open = {...test.situation};
    test.situation.environment = "simulation";
    expect(await withheld()).toContain("the environment is simulation");
    Object.assign(test.situation, open, {keyProblem: "there are no keys"});
    expect(await withheld()).toContain("there are no keys");
    Object.assign(test.situation, open, {limits: {maximumOrderValue: null, maximumDailyOrders: 1}});
    expect(await withheld()).toContain("production.maximumOrderValue is not set");
    const {strategyLimits} = open;
    Object.assign(test.situation, open, {strategyLimits: {...strategyLimits, dailyLoss: null}});
    expect(await withheld()).toContain("decision.limits.dailyLoss is not set");
    Object.assign(test.situation, open, {strategyProblems: ["only spot markets"]});
    expect(await withheld()).toContain("only spot markets");
    Object.assign(test.situation, open, {arming: null});
    expect(await withheld()).toContain("not armed");
    Object.assign(test.situation, open, {session: "another"});
    expect(await withheld()).toContain("armed for live-under-test");
  });

  it("lets a position be made smaller after the arming has expired, and nothing else", async () => {
    await test.desk.take(accepted(test, {amount: "0.05"}));
    await test.desk.reconcile();
    test.situation.now = 100;
    const another = accepted(test, {amount: "0.01"});
    await test.desk.take(another);
    expect(await stateOf(another.payload.orderId)).toBe("withheld");
    expect(test.apart).toEqual([expect.stringContaining("expired")]);
    const tooMuch = accepted(test, {amount: "0.06", side: "sell"});
    await test.desk.take(tooMuch);
    expect(await stateOf(tooMuch.payload.orderId)).toBe("withheld");
    const exit = accepted(test, {amount: "0.04", side: "sell"});
    await test.desk.take(exit);
    expect(await stateOf(exit.payload.orderId)).toBe("filled");
    test.situation.arming = null;
    const disarmed = accepted(test, {amount: "0.005", side: "sell"});
    await test.desk.take(disarmed);
    expect(await stateOf(disarmed.payload.orderId)).toBe("withheld");
    expect(Number(bought())).toBeLessThan(0.011);
  });

  it("keeps back what is too large, too late, or one too many for the day", async () => {
    test.situation.limits = {maximumOrderValue: 10, maximumDailyOrders: 100};
    expect(await withheld()).toContain("maximumOrderValue");
    test.situation.limits = {maximumOrderValue: 50_000, maximumDailyOrders: 1};
    const late = accepted(test, {amount: "0.05", submittedAt: test.exchange.clock.now() - 3_700_000});
    await test.desk.take(late);
    expect((await test.store.order(late.payload.orderId))?.reason).toContain("time has passed");
    await test.desk.take(accepted(test, {amount: "0.001"}));
    const second = accepted(test, {amount: "0.001"});
    await test.desk.take(second);
    expect((await test.store.order(second.payload.orderId))?.reason).toContain("maximumDailyOrders");
    expect(test.account.orders()).toHaveLength(1);
  });
});
