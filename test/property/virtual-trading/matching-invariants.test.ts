/** What holds for every order on every market, checked over random books, trades and orders. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {BrokerOutcome, OrderFill} from "../../../src/lib/virtual-trading/broker-outcome.js";
import type {BrokerOptions} from "../../../src/lib/virtual-trading/broker-state.js";
import {runOnBooks, runOnCandles} from "./broker-run.js";
import {COIN, candles, MINUTE, marketSteps, orderFlow, type SentOrder} from "./random-flow.js";

const onBooks: BrokerOptions = {instruments: [COIN], cash: "500", account: "margin", feed: "books-and-trades"};
const onCandles: BrokerOptions = {instruments: [COIN], cash: "500", account: "margin"};
const bookFlow = fc.record({steps: marketSteps, orders: orderFlow({spanMs: 300, stepMs: 5})});
const candleFlow = fc.record({
  candles: candles({min: 3, max: 12}),
  orders: orderFlow({spanMs: 10 * MINUTE, stepMs: MINUTE})
});
const runs = {seed: 42, numRuns: 300};

const fillsOf = (outcomes: readonly BrokerOutcome[], id?: string): OrderFill[] =>
  outcomes.filter((outcome) => outcome.kind === "filled").filter(({orderId}) => id === undefined || orderId === id);

/** Checks every order of a random run with all that happened in it. */
function forEveryOrder(check: (sent: SentOrder, outcomes: readonly BrokerOutcome[]) => void): void {
  fc.assert(
    fc.property(bookFlow, candleFlow, (books, bars) => {
      for (const {orders, outcomes} of [
        {orders: books.orders, ...runOnBooks(onBooks, books)},
        {orders: bars.orders, ...runOnCandles(onCandles, bars)}
      ]) {
        for (const sent of orders) check(sent, outcomes);
      }
    }),
    runs
  );
}

describe("an order", () => {
  it("is never filled with more than its amount", () => {
    forEveryOrder(({order}, outcomes) => {
      const filled = fillsOf(outcomes, order.id).reduce((sum, {amount}) => sum + Number(amount), 0);
      expect(filled).toBeLessThanOrEqual((order.amount ?? 0) + 1e-9);
    });
  });

  it("that is fill-or-kill gets all at once or nothing", () => {
    forEveryOrder(({order}, outcomes) => {
      const fills = fillsOf(outcomes, order.id);
      if (order.tif !== "FOK" || fills.length === 0) return;
      expect(Number(fills.at(-1)?.remaining)).toBe(0);
      expect(new Set(fills.map(({time}) => time)).size).toBe(1);
    });
  });

  it("that is post-only never takes", () => {
    forEveryOrder(({order}, outcomes) => {
      if (order.postOnly) for (const fill of fillsOf(outcomes, order.id)) expect(fill.liquidity).toBe("maker");
    });
  });

  it("with a limit never fills at a worse price", () => {
    forEveryOrder(({order}, outcomes) => {
      const {limit} = order;
      if (limit === null) return;
      for (const {price} of fillsOf(outcomes, order.id)) {
        if (order.side === "buy") expect(Number(price)).toBeLessThanOrEqual(limit);
        else expect(Number(price)).toBeGreaterThanOrEqual(limit);
      }
    });
  });

  it("that ended is never filled again", () => {
    forEveryOrder(({order}, outcomes) => {
      const own = outcomes.filter((outcome) => "orderId" in outcome && outcome.orderId === order.id);
      const end = own.findIndex(({kind}) => kind === "canceled" || kind === "expired" || kind === "rejected");
      expect(end < 0 ? [] : fillsOf(own.slice(end + 1))).toEqual([]);
    });
  });

  it("that is reduce-only never opens, adds to or turns a position", () => {
    forEveryOrder(({order}, outcomes) => {
      if (!order.reduceOnly) return;
      let held = 0;
      for (const fill of fillsOf(outcomes)) {
        const next = held + (fill.side === "buy" ? 1 : -1) * Number(fill.amount);
        if (fill.orderId === order.id) {
          expect(Math.abs(next)).toBeLessThan(Math.abs(held));
          expect(next * held).toBeGreaterThanOrEqual(-1e-9);
        }
        held = Math.round(next * 1e6) / 1e6;
      }
    });
  });
});

describe("resting limit orders on one side", () => {
  it("are filled by a trade in the order of price, then of age", () => {
    const limits = fc.array(fc.tuple(fc.integer({min: 9_900, max: 9_905}), fc.integer({min: 1, max: 900})), {
      minLength: 2,
      maxLength: 8
    });
    fc.assert(
      fc.property(limits, fc.integer({min: 1, max: 4_000}), (drafts, size) => {
        const orders = drafts.map(([cents, amount], i) => ({
          id: `order-${i}`,
          limit: cents / 100,
          amount: amount / 1_000,
          cents
        }));
        const {outcomes} = runOnBooks(onBooks, {
          steps: [
            {kind: "book", time: 0, bids: [[98, 1]], asks: [[101, 1]]},
            {kind: "trade", time: 20, price: 98.5, amount: size / 1_000, taker: "sell"}
          ],
          orders: orders.map(({id, limit, amount}) => ({time: 10, order: restingBuy(id, limit, amount)}))
        });
        const expected = orders.toSorted((a, b) => b.cents - a.cents).map(({id}) => id);
        const filled = fillsOf(outcomes).map(({orderId}) => orderId);
        expect(filled).toEqual(expected.slice(0, filled.length));
        const total = fillsOf(outcomes).reduce((sum, {amount}) => sum + Number(amount), 0);
        const wanted = orders.reduce((sum, {amount}) => sum + amount, 0);
        expect(total).toBeCloseTo(Math.min(wanted, size / 1_000), 9);
      }),
      runs
    );
  });
});

function restingBuy(id: string, limit: number, amount: number): SentOrder["order"] {
  return {
    id,
    side: "buy",
    type: "limit",
    amount,
    limit,
    fraction: null,
    stop: null,
    trail: null,
    tif: "GTC",
    expire: null,
    postOnly: false,
    reduceOnly: false,
    triggerBy: null,
    parent: null,
    fromFill: null,
    link: null,
    tag: null
  };
}
