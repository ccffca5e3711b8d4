/** The clauses of papertape-1 on books and trades that need more than one look. */
import {describe, expect, it} from "vitest";
import {done, fillLines, stateOf} from "./small-case.js";

const book = (time: number, bids: number[][], asks: number[][], received = time) => ({time, received, bids, asks});
const trade = (time: number, price: number, amount: number, taker?: "buy" | "sell") => ({time, price, amount, taker});
const buy = (over: object) => ({id: "a", time: 1, side: "buy", type: "limit", amount: 5, ...over});

describe("papertape-1 on books and trades", () => {
  it("drops a book that is older than the one it knows, and says so", () => {
    const market = {books: [book(10, [], [[100, 1]]), book(5, [], [[90, 1]], 20)]};
    const result = done({market, orders: [buy({time: 11, type: "market", amount: 1})]});
    expect(fillLines(result)).toEqual(["a 100 x 1 taker @11"]);
    expect(result.warnings).toMatchObject([{code: "stale-data", time: 5}]);
  });

  it("renews a used level when it was gone in between", () => {
    const market = {books: [book(0, [], [[100, 5]]), book(2, [], []), book(3, [], [[100, 5]])]};
    const orders = [buy({type: "market"}), buy({id: "b", time: 4, type: "market"})];
    expect(fillLines(done({market, orders}))).toEqual(["a 100 x 5 taker @1", "b 100 x 5 taker @4"]);
  });

  it("keeps the queue of a level that is out of the book's sight, and clears that of one that is gone", () => {
    const away = [book(0, [[100, 10]], []), book(2, [[101, 5]], [])];
    const orders = [buy({limit: 100})];
    const seller = trade(3, 100, 2, "sell");
    expect(done({market: {books: away, trades: [seller]}, orders}).fills).toEqual([]);
    const gone = [book(0, [[100, 10]], []), book(2, [[99, 5]], [])];
    expect(fillLines(done({market: {books: gone, trades: [seller]}, orders}))).toEqual(["a 100 x 2 maker @3"]);
  });

  it("sends an order with a new price or a larger amount to the back, and not one with a smaller amount", () => {
    const market = {books: [book(0, [[99, 1]], [[101, 1]])], trades: [trade(9, 98, 5, "sell")]};
    const orders = [buy({limit: 99}), buy({id: "b", limit: 99})];
    const first = (actions: object[]) => done({market, orders, actions}).fills.map(({orderId}) => orderId);
    expect(first([{time: 2, modify: "a", amount: 4}])).toEqual(["a", "b"]);
    expect(first([{time: 2, modify: "a", amount: 6}])).toEqual(["b"]);
  });

  it("ignores trades that are older than the order", () => {
    const late = {...trade(1, 90, 5, "sell"), received: 5};
    const market = {books: [book(0, [[99, 1]], [[101, 1]])], trades: [late]};
    expect(done({market, orders: [buy({time: 2, limit: 95})]}).fills).toEqual([]);
  });

  it("takes the last trade price where there are no books, slipped", () => {
    const market = {trades: [trade(0, 100, 1, "buy")]};
    const model = {slippage: {type: "ticks", value: 2}};
    expect(fillLines(done({market, model, orders: [buy({type: "market"})]}))).toEqual(["a 100.02 x 5 taker @1"]);
  });

  it("keeps market orders within the protection", () => {
    const market = {
      books: [
        book(
          0,
          [],
          [
            [100, 1],
            [100.02, 1],
            [100.03, 1]
          ]
        )
      ]
    };
    const result = done({market, model: {protectionTicks: 2}, orders: [buy({type: "market"})]});
    expect(fillLines(result)).toEqual(["a 100 x 1 taker @1", "a 100.02 x 1 taker @1"]);
    expect(stateOf(result, "a")).toBe("canceled no-liquidity");
  });

  it("counts linked sells once and reserves the cash of open buys", () => {
    const link = {group: "exits", type: "oco"};
    const spot = {account: "spot", cash: 1_000, position: {amount: 1, averagePrice: 100}};
    const market = {books: [book(0, [[99, 10]], [[101, 10]])]};
    const orders = [
      {id: "target", time: 1, side: "sell", type: "limit", amount: 1, limit: 110, link},
      {id: "stop", time: 1, side: "sell", type: "stop", amount: 1, stop: 90, link},
      {id: "more", time: 1, side: "sell", type: "limit", amount: 0.5, limit: 120},
      buy({id: "first", limit: 98, amount: 6}),
      buy({id: "second", limit: 98, amount: 5})
    ];
    const result = done({...spot, market, orders});
    expect(["target", "stop", "more", "first", "second"].map((id) => stateOf(result, id))).toEqual([
      "open null",
      "open null",
      "rejected insufficient-position",
      "open null",
      "rejected insufficient-funds"
    ]);
  });

  it("starts children with what a partly filled parent got before it ended", () => {
    const market = {books: [book(0, [[99, 10]], [[100, 2]])]};
    const orders = [
      buy({limit: 100, tif: "IOC"}),
      {id: "exit", side: "sell", type: "limit", limit: 110, parent: "a", reduceOnly: true}
    ];
    const result = done({market, orders});
    expect(result.orders.find(({id}) => id === "exit")).toMatchObject({state: "open", amount: 2});
  });

  it("ends children with a parent that got nothing", () => {
    const child = {id: "exit", side: "sell", type: "limit", limit: 110, parent: "a"};
    const market = {books: [book(0, [[99, 10]], [[100, 2]])]};
    const canceled = done({market, orders: [buy({limit: 98}), child], actions: [{time: 2, cancel: "a"}]});
    expect(stateOf(canceled, "exit")).toBe("canceled parent-canceled");
    const rejected = done({market, orders: [buy({limit: 98.001}), child]});
    expect([stateOf(rejected, "a"), stateOf(rejected, "exit")]).toEqual([
      "rejected price-increment",
      "rejected parent-rejected"
    ]);
  });

  it("ends an order that is changed to what it has got, and the links that are left nothing", () => {
    const link = {group: "g", type: "ouo"};
    const orders = [buy({limit: 100, link}), {...buy({limit: 98, link}), id: "b"}];
    const market = {books: [book(0, [[99, 10]], [[100, 2]])]};
    const result = done({market, orders, actions: [{time: 2, modify: "a", amount: 2}]});
    expect(result.actions).toMatchObject([{ok: true, reason: null}]);
    expect([stateOf(result, "a"), stateOf(result, "b")]).toEqual(["canceled user", "canceled ouo"]);
    expect(result.orders[0]).toMatchObject({amount: 2, filled: 2});
  });

  it("refuses changes with a reason and leaves the order as it was", () => {
    const market = {books: [book(0, [[99, 10]], [[100, 2]])]};
    const actions = [
      {time: 2, modify: "a", amount: 0},
      {time: 2, modify: "a", amount: 1.999},
      {time: 2, modify: "a", limit: 99.005},
      {time: 3, cancel: "a"},
      {time: 4, modify: "a", amount: 9}
    ];
    const result = done({market, orders: [buy({limit: 100})], actions});
    expect(result.actions.map(({reason}) => reason)).toEqual([
      "bad-amount",
      "amount-below-filled",
      "price-increment",
      null,
      "not-open"
    ]);
    expect(result.orders[0]).toMatchObject({state: "canceled", amount: 5, filled: 2, limit: 100});
  });

  it("marks at the middle of the book where nothing was traded, and shows settled cash on margin", () => {
    const market = {books: [book(0, [[99, 10]], [[100, 10]])]};
    const result = done({market, orders: [buy({type: "market", amount: 2})]});
    expect(result).toMatchObject({cash: 10_000, equity: 9_999, position: {amount: 2, averagePrice: 100}});
    const spot = done({market, account: "spot", orders: [buy({type: "market", amount: 2})]});
    expect(spot).toMatchObject({cash: 9_800, equity: 9_999});
  });
});
