/** What an order's time in force does with what is left of it, on books and on candles. */
import {describe, expect, it} from "vitest";
import {DAY_MS} from "../../../src/lib/core/time.js";
import {createBroker} from "../../../src/lib/virtual-trading/broker.js";
import {instrumentRules} from "../../../src/lib/virtual-trading/instrument-rules.js";
import {orderRequest} from "../../../src/lib/virtual-trading/order.js";
import {AFTER_TAKING} from "../../../src/lib/virtual-trading/order-terms.js";
import {TIMES_IN_FORCE, type TimeInForce} from "../../../src/lib/vocabulary/order.js";
import {candles, done, INSTRUMENT, stateOf} from "./small-case.js";

const COIN = instrumentRules(INSTRUMENT);
const candle = (openTime: number, low = 99) => ({
  openTime,
  closeTime: openTime + 60_000,
  open: 100,
  high: 101,
  low,
  close: 100,
  volume: 10
});

describe("an order's terms", () => {
  it("has an answer for every time in force, however the order acts", () => {
    for (const acting of ["market", "limit"] as const) {
      expect(Object.keys(AFTER_TAKING[acting]).sort()).toEqual([...TIMES_IN_FORCE].sort());
    }
  });

  const shown = {books: [{time: 1, bids: [[99, 3]], asks: [[100, 3]]}]};
  const forces = TIMES_IN_FORCE.filter((tif): tif is Exclude<TimeInForce, "DAY"> => tif !== "DAY");
  for (const acting of ["market", "limit"] as const) {
    for (const tif of forces) {
      it(`ends or leaves the rest as the table says: ${acting} ${tif}`, () => {
        const terms = {...(acting === "limit" ? {limit: 100} : {}), ...(tif === "GTD" ? {expire: 500} : {})};
        const order = {id: "a", time: 2, side: "buy", type: acting, amount: 5, tif, ...terms};
        const result = done({market: shown, orders: [order]});
        const answer = AFTER_TAKING[acting][tif];
        const filled = tif === "FOK" ? 0 : 3;
        expect(result.orders[0]?.filled).toBe(filled);
        // Fill-or-kill never gets so far as to leave a rest.
        if (tif === "FOK") expect(stateOf(result, "a")).toBe("canceled fok-unfillable");
        else expect(stateOf(result, "a")).toBe(answer === "rests" ? "partially-filled null" : `canceled ${answer}`);
      });

      it(`ends or leaves the rest within a candle's volume: ${acting} ${tif}`, () => {
        const terms = {...(acting === "limit" ? {limit: 100} : {}), ...(tif === "GTD" ? {expire: 500_000} : {})};
        const order = {id: "a", candle: 0, side: "buy", type: acting, amount: 5, tif, ...terms};
        const market = candles([100, 100, 100, 100], [100, 100, 100, 100]);
        const result = done({market, model: {volumeLimit: 0.3}, orders: [order]});
        const answer = tif === "FOK" ? "fok-unfillable" : AFTER_TAKING[acting][tif];
        expect(result.orders[0]?.filled).toBe(tif === "FOK" ? 0 : 3);
        expect(stateOf(result, "a")).toBe(answer === "rests" ? "partially-filled null" : `canceled ${answer}`);
      });
    }
  }

  it("ends a DAY order at the next midnight UTC", () => {
    const broker = createBroker({instruments: [COIN], cash: 1000, account: "spot"});
    const late = DAY_MS - 120_000;
    broker.onCandle(COIN.symbol, candle(late - 60_000));
    broker.submit(
      COIN.symbol,
      [orderRequest({id: "a", side: "buy", type: "limit", limit: 98, amount: 1, tif: "DAY"})],
      late
    );
    expect(broker.onCandle(COIN.symbol, candle(late))).toMatchObject([]);
    broker.onCandle(COIN.symbol, candle(late + 60_000));
    const outcomes = broker.onCandle(COIN.symbol, candle(DAY_MS, 90));
    expect(outcomes).toMatchObject([{kind: "expired", time: DAY_MS, filled: "0"}]);
  });

  it("lets the candle fill an order that is canceled inside it", () => {
    const broker = createBroker({instruments: [COIN], cash: 1000, account: "spot"});
    broker.onCandle(COIN.symbol, candle(0));
    broker.submit(COIN.symbol, [orderRequest({id: "a", side: "buy", type: "limit", limit: 98, amount: 1})], 60_000);
    expect(broker.cancel(COIN.symbol, "a", 90_000)).toEqual([]);
    const outcomes = broker.onCandle(COIN.symbol, candle(60_000, 97));
    expect(outcomes.map(({kind}) => kind)).toEqual(["filled", "refused", "position"]);
  });
});
