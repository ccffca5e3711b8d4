/** papertape-1 and the clock: orders that expire between data, children that are sent later than their parents. */
import {describe, expect, it} from "vitest";
import {createBroker} from "../../../src/lib/virtual-trading/broker.js";
import {instrumentRules} from "../../../src/lib/virtual-trading/instrument-rules.js";
import {orderRequest} from "../../../src/lib/virtual-trading/order.js";
import {done, fillLines, INSTRUMENT, stateOf} from "./small-case.js";

const book = (time: number, bid: number, ask: number) => ({time, bids: [[bid, 5]], asks: [[ask, 5]]});
const patient = {id: "a", time: 2, side: "buy", type: "limit", limit: 100, amount: 1, tif: "GTD", expire: 100};

describe("papertape-1 and time", () => {
  it("expires an order whose time came between two books, before the second can fill it", () => {
    const market = {books: [book(1, 99, 101), book(200, 97, 98)]};
    const result = done({market, orders: [patient]});
    expect(stateOf(result, "a")).toBe("expired gtd");
    expect(result.fills).toEqual([]);
  });

  it("lets data of the very moment of expiry fill", () => {
    const market = {books: [book(1, 99, 101), book(100, 97, 98)]};
    expect(fillLines(done({market, orders: [patient]}))).toEqual(["a 100 x 1 maker @100"]);
  });

  it("ends the children of an order that expires unfilled", () => {
    const market = {books: [book(1, 99, 101), book(200, 97, 98)]};
    const child = {id: "c", parent: "a", side: "sell", type: "stop", stop: 90};
    expect(stateOf(done({market, orders: [patient, child]}), "c")).toBe("canceled parent-canceled");
  });

  it("expires at the broker as in a case, at the order's own time", () => {
    const instrument = instrumentRules({...INSTRUMENT, fees: {maker: 0, taker: 0}});
    const broker = createBroker({instruments: [instrument], cash: 1000, account: "spot", feed: "books"});
    const {symbol} = instrument;
    broker.onBook(symbol, {time: 1, bids: [[99, 5]], asks: [[101, 5]]}, 1);
    const order = orderRequest({id: "a", side: "buy", type: "limit", limit: 100, amount: 1, tif: "GTD", expire: 100});
    broker.submit(symbol, [order], 2);
    const outcomes = broker.onBook(symbol, {time: 200, bids: [[97, 5]], asks: [[98, 5]]}, 200);
    expect(outcomes).toMatchObject([{kind: "expired", orderId: "a", time: 100}]);
  });

  it("starts a child no sooner than it was sent, however early its parent was filled", () => {
    const market = {books: [book(1, 99, 101), book(50, 103, 104), book(200, 105, 106)]};
    const orders = [
      {id: "p", time: 2, side: "buy", amount: 1},
      {id: "c", time: 100, parent: "p", side: "sell", type: "limit", limit: 102}
    ];
    expect(fillLines(done({market, orders}))).toEqual(["p 101 x 1 taker @2", "c 103 x 1 taker @100"]);
  });

  it("cannot cancel a child that is still to be sent", () => {
    const market = {books: [book(1, 99, 101)]};
    const orders = [
      {id: "p", time: 2, side: "buy", type: "limit", limit: 90, amount: 1},
      {id: "c", time: 100, parent: "p", side: "sell", type: "limit", limit: 102}
    ];
    const {actions} = done({
      market,
      orders,
      actions: [
        {time: 50, cancel: "c"},
        {time: 150, cancel: "c"}
      ]
    });
    expect(actions.map(({reason}) => reason)).toEqual(["not-open", null]);
  });

  it("rejects a share of the cash that buys nothing", () => {
    const result = done({
      cash: 0,
      market: {books: [book(1, 99, 101)]},
      orders: [{id: "a", time: 2, side: "buy", fraction: 0.5}]
    });
    expect(stateOf(result, "a")).toBe("rejected insufficient-funds");
  });

  it("leaves a position that only papertape-1 reads out of the round trips of other rule sets", () => {
    const market = {
      timeframe: "1m",
      candles: [
        [0, 100, 101, 99, 100, 10],
        [60_000, 100, 102, 98, 101, 10]
      ]
    };
    const orders = [{id: "a", candle: 0, side: "sell", amount: 5}];
    const position = {amount: 5, averagePrice: 10};
    expect(done({rules: "lean-gap", market, orders, position}).trades).toEqual([]);
    expect(done({market, orders, position}).trades).toHaveLength(1);
  });
});
