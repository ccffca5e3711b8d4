/** The clauses of papertape-1 on candles, one by one. */
import {describe, expect, it} from "vitest";
import {candles, done, fillLines, stateOf} from "./small-case.js";

const buy = (over: object) => ({id: "a", candle: -1, side: "buy", amount: 1, ...over});
const sell = (over: object) => ({id: "a", candle: -1, side: "sell", amount: 1, ...over});

describe("papertape-1 on candles", () => {
  it("fills a resting limit beyond the open at its limit, at the open time, as maker", () => {
    const market = candles([100, 101, 99, 100], [95, 96, 94, 95]);
    const result = done({market, orders: [buy({type: "limit", limit: 98})]});
    expect(fillLines(result)).toEqual(["a 98 x 1 maker @60000"]);
  });

  it("fills a new marketable limit at the open as taker, slipped but never beyond its limit", () => {
    const model = {slippage: {type: "ticks", value: 30}};
    const orders = [
      buy({type: "limit", limit: 100.1}),
      buy({id: "b", type: "limit", limit: 101}),
      buy({id: "c", type: "limit", limit: 100.5, postOnly: true})
    ];
    const result = done({market: candles([100, 101, 99, 100]), model, orders});
    expect(fillLines(result)).toEqual(["a 100.1 x 1 taker @0", "b 100.3 x 1 taker @0"]);
    expect(stateOf(result, "c")).toBe("rejected post-only-would-take");
  });

  it("ends what is immediate or all-or-nothing and not marketable at its first open", () => {
    const orders = [buy({type: "limit", limit: 99, tif: "IOC"}), buy({id: "b", type: "limit", limit: 99, tif: "FOK"})];
    const result = done({market: candles([100, 101, 98, 100]), orders});
    expect([stateOf(result, "a"), stateOf(result, "b")]).toEqual(["canceled ioc-remainder", "canceled fok-unfillable"]);
  });

  it("takes the nearer extreme first, and the low when both are as near", () => {
    const orders = [buy({type: "limit", limit: 99.5}), sell({id: "b", type: "limit", limit: 100.5})];
    const order = (market: object) => done({market, orders}).fills.map(({orderId}) => orderId);
    expect(order(candles([100, 102, 98, 100]))).toEqual(["a", "b"]);
    expect(order(candles([100, 101.9, 98, 100]))).toEqual(["b", "a"]);
  });

  it("does not fill a limit that is only touched, unless touching is enough", () => {
    const orders = [buy({type: "limit", limit: 99})];
    const market = candles([100, 101, 99, 100]);
    expect(done({market, orders}).fills).toEqual([]);
    expect(fillLines(done({market, orders, model: {limitOnTouch: true}}))).toEqual(["a 99 x 1 maker @60000"]);
  });

  it("triggers stops at equality, slips them away from the trader and onto the grid", () => {
    const model = {slippage: {type: "bps", value: 1}};
    const result = done({market: candles([100, 101, 99, 100]), model, orders: [sell({type: "stop", stop: 99})]});
    expect(fillLines(result)).toEqual(["a 98.99 x 1 taker @60000"]);
  });

  it("lets a stop-limit that gaps past its limit rest and fill on the way back", () => {
    const market = candles([100, 100, 100, 100], [103, 104, 101, 104]);
    const result = done({market, orders: [buy({candle: 0, type: "stop-limit", stop: 101, limit: 102})]});
    expect(fillLines(result)).toEqual(["a 102 x 1 maker @120000"]);
    expect(result.orders[0]?.triggered).toBe(true);
  });

  it("triggers a take-profit on the other side of the price", () => {
    const result = done({market: candles([100, 103, 99, 100]), orders: [sell({type: "take-profit", stop: 102})]});
    expect(fillLines(result)).toEqual(["a 102 x 1 taker @60000"]);
  });

  it("refuses a stop that the last close has reached, or triggers it at the next open", () => {
    const market = candles([100, 101, 98, 98], [97, 98, 96, 97]);
    const orders = [sell({candle: 0, type: "stop", stop: 98.5})];
    expect(stateOf(done({market, orders}), "a")).toBe("rejected stop-in-market");
    expect(fillLines(done({market, orders, model: {stopInMarket: "trigger"}}))).toEqual(["a 97 x 1 taker @60000"]);
  });

  it("moves a trailing stop at the ends of legs and tests it on the legs against it", () => {
    const trail = {by: "price", value: 1};
    // Open 100, low 99.5, high 103 (stop 102), close 101.5: the last leg meets 102.
    const result = done({market: candles([100, 103, 99.5, 101.5]), orders: [sell({type: "trailing-stop", trail})]});
    expect(fillLines(result)).toEqual(["a 102 x 1 taker @60000"]);
  });

  it("shares one volume limit among all fills of a candle, in whole increments, oldest first", () => {
    const orders = [buy({amount: 3, type: "limit", limit: 101}), buy({id: "b", amount: 3})];
    const result = done({market: candles([100, 101, 99, 100]), model: {volumeLimit: 0.45}, orders});
    expect(fillLines(result)).toEqual(["a 100 x 3 taker @0", "b 100 x 1.5 taker @0"]);
    expect(stateOf(result, "b")).toBe("canceled no-liquidity");
  });

  it("lets every order act that the end of a leg reaches, not only the first", () => {
    const stops = [sell({type: "stop", stop: 98}), sell({id: "b", type: "stop", stop: 98})];
    const limits = [sell({type: "limit", limit: 102}), sell({id: "b", type: "limit", limit: 102})];
    const market = candles([100, 102, 98, 100]);
    expect(fillLines(done({market, orders: stops}))).toEqual(["a 98 x 1 taker @60000", "b 98 x 1 taker @60000"]);
    const touched = done({market, orders: limits, model: {limitOnTouch: true}});
    expect(fillLines(touched)).toEqual(["a 102 x 1 maker @60000", "b 102 x 1 maker @60000"]);
  });

  it("fills the limit of a take-profit-limit on the rest of the leg that triggered it", () => {
    const orders = [buy({type: "take-profit-limit", stop: 99, limit: 98})];
    expect(fillLines(done({market: candles([100, 100, 97, 99]), orders}))).toEqual(["a 98 x 1 maker @60000"]);
  });

  it("cancels what is left of a post-only limit that was moved to where it would take at the next open", () => {
    const orders = [buy({amount: 3, type: "limit", limit: 99, postOnly: true})];
    const market = candles([100, 100, 98, 100], [100, 101, 98, 100]);
    const moved = {market, orders, model: {volumeLimit: 0.1}, actions: [{candle: 0, modify: "a", limit: 100.5}]};
    const result = done(moved);
    expect(fillLines(result)).toEqual(["a 99 x 1 maker @60000"]);
    expect(stateOf(result, "a")).toBe("canceled post-only-would-take");
  });

  it("expires an order before the candle that opens at its time", () => {
    const orders = [buy({type: "limit", limit: 95, tif: "GTD", expire: 60_000})];
    const result = done({market: candles([100, 101, 99, 100], [90, 91, 89, 90]), orders});
    expect(stateOf(result, "a")).toBe("expired gtd");
  });

  it("checks spot funds when the order fills, fee included", () => {
    const instrument = {symbol: "X", fees: {maker: 0, taker: 0.01}};
    const spot = {account: "spot", instrument, market: candles([100, 101, 99, 100])};
    expect(stateOf(done({...spot, cash: 100.99, orders: [buy({})]}), "a")).toBe("rejected insufficient-funds");
    expect(done({...spot, cash: 101, orders: [buy({})]}).cash).toBe(0);
  });

  it("names the candles of a round trip and its result after fees", () => {
    const instrument = {symbol: "X", fees: {maker: 0, taker: 0.001}};
    const orders = [buy({candle: 0, tag: "first"}), sell({id: "b", candle: 1})];
    const market = candles([100, 100, 100, 100], [100, 110, 100, 110], [110, 110, 110, 110]);
    expect(done({market, instrument, orders}).trades).toMatchObject([
      {
        side: "long",
        entryIndex: 1,
        exitIndex: 2,
        entryPrice: 100,
        exitPrice: 110,
        fees: 0.21,
        profit: 9.79,
        tag: "first"
      }
    ]);
  });

  it("does not let an order that arrives inside a candle know its close", () => {
    // Sent 1 ms after the open of candle 1 (101): its close of 90 is still unknown, so a sell stop at 95 is fine.
    const market = candles([100, 100, 100, 100], [101, 101, 90, 90], [96, 96, 94, 94]);
    const result = done({market, orders: [{...sell({type: "stop", stop: 95}), candle: undefined, time: 60_001}]});
    expect(fillLines(result)).toEqual(["a 95 x 1 taker @180000"]);
  });
});
