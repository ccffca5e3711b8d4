/** Clauses of the rule sets that follow other engines, worked out by hand. */
import {describe, expect, it} from "vitest";
import {candles, done, fillLines, stateOf} from "./small-case.js";

const sell = (over: object) => ({id: "a", time: 0, side: "sell", amount: 1, ...over});
const buy = (over: object) => ({id: "a", time: 0, side: "buy", amount: 1, ...over});

describe("lean-gap and lean-immediate", () => {
  it("mirror buys for sells", () => {
    const market = candles([100, 104, 99, 103]);
    const prices = (rules: string, order: object) =>
      done({rules, market, orders: [order]}).fills.map(({price}) => price);
    expect(prices("lean-immediate", sell({type: "limit", limit: 102}))).toEqual([102]);
    expect(prices("lean-gap", sell({type: "limit", limit: 98}))).toEqual([100]);
    expect(prices("lean-immediate", sell({type: "stop", stop: 99.5}))).toEqual([99.5]);
    expect(prices("lean-gap", sell({type: "stop", stop: 99}))).toEqual([99]);
    expect(prices("lean-immediate", sell({type: "stop", stop: 99}))).toEqual([]);
  });

  it("arm a take-profit-limit for good and fill it at the better of quote and limit", () => {
    const market = {...candles([100, 101, 97, 100], [100, 100, 98, 98.5]), books: []};
    const order = buy({type: "take-profit-limit", stop: 97, limit: 99});
    const result = done({rules: "lean-gap", market, orders: [order]});
    expect(fillLines(result)).toEqual(["a 98.5 x 1 taker @120000"]);
    expect(done({rules: "lean-immediate", market, orders: [order]}).fills).toEqual([]);
  });

  it("use a price that is late but not older than a candle, with a warning", () => {
    const result = done({
      rules: "lean-gap",
      market: candles([100, 100, 100, 100]),
      model: {staleAfter: 10_000},
      orders: [buy({time: 90_000})]
    });
    expect(fillLines(result)).toEqual(["a 100 x 1 taker @90000"]);
    expect(result.warnings).toMatchObject([{code: "stale-price"}]);
  });

  it("use an old quote, with a warning, where no candle is to come that could be waited for", () => {
    const books = [{time: 0, bids: [[99, 1]], asks: [[101, 1]]}];
    for (const rules of ["lean-gap", "lean-immediate"]) {
      const result = done({rules, market: {books}, orders: [sell({time: 3_600_001})]});
      expect(fillLines(result)).toEqual(["a 99 x 1 taker @3600001"]);
      expect(result.warnings).toMatchObject([{code: "stale-price"}]);
    }
  });

  it("trail by ticks of the instrument, not by units of the price", () => {
    const market = candles([100, 100.5, 99, 100], [100, 101, 98, 100]);
    const trail = {by: "ticks", value: 200};
    const orders = [
      buy({type: "trailing-stop", stop: 105, trail}),
      sell({id: "b", type: "trailing-stop", stop: 95, trail})
    ];
    for (const rules of ["lean-gap", "lean-immediate"]) {
      expect(done({rules, market, orders}).orders.map(({state, stop}) => [state, stop])).toEqual([
        ["filled", 101],
        ["filled", 98.5]
      ]);
    }
  });

  it("make a market order slip by a share of the close", () => {
    const model = {slippage: {type: "percent", value: 0.01}};
    const result = done({
      rules: "lean-immediate",
      market: candles([100, 100, 100, 100]),
      model,
      orders: [sell({time: 60_000})]
    });
    expect(fillLines(result)).toEqual(["a 99 x 1 taker @60000"]);
  });
});

describe("freqtrade-dry-run", () => {
  const book = {
    time: 0,
    bids: [
      [99, 1],
      [98, 1]
    ],
    asks: []
  };

  it("takes what is missing at the last level, and never from an empty side", () => {
    const market = {books: [book]};
    const result = done({rules: "freqtrade-dry-run", market, orders: [sell({amount: 4}), buy({id: "b"})]});
    expect(fillLines(result)).toEqual(["a 98.25 x 4 taker @0"]);
    expect(stateOf(result, "b")).toBe("rejected no-market");
  });

  it("turns a sell limit more than 1 % through the bid into a market order", () => {
    const orders = [sell({type: "limit", limit: 98}), sell({id: "b", type: "limit", limit: 98.5})];
    const result = done({rules: "freqtrade-dry-run", market: {books: [book]}, orders});
    expect(result.orders.map(({type}) => type)).toEqual(["market", "limit"]);
    expect(fillLines(result)).toEqual(["a 99 x 1 taker @0", "b 98.5 x 1 taker @0"]);
  });
});

describe("volume-share", () => {
  it("moves the price with the volume that older orders took, too", () => {
    const model = {slippage: {type: "volume-share", volumeLimit: 1, priceImpact: 0.1}};
    const instrument = {symbol: "X", amountIncrement: 1};
    const orders = [buy({amount: 2}), buy({id: "b", amount: 3})];
    const result = done({rules: "volume-share", market: candles([100, 100, 100, 100]), instrument, model, orders});
    expect(result.fills.map(({price}) => price)).toEqual([100 * (1 + 0.1 * 0.04), 100 * (1 + 0.1 * 0.25)]);
  });

  it("gives the last order all that is left, however the amounts before it add up", () => {
    const model = {slippage: {type: "volume-share", volumeLimit: 0.06, priceImpact: 0}};
    const instrument = {symbol: "X", amountIncrement: 0.1};
    const orders = [buy({amount: 0.1}), buy({id: "b", amount: 0.2}), buy({id: "c", amount: 1})];
    const result = done({rules: "volume-share", market: candles([100, 100, 100, 100]), instrument, model, orders});
    expect(result.fills.map(({amount}) => amount)).toEqual([0.1, 0.2, 0.3]);
  });

  it("does not fill at a price that its own impact makes worse than the limit", () => {
    const model = {slippage: {type: "fixed-bps", bps: 5, volumeLimit: 1}};
    const orders = [buy({type: "limit", limit: 100.04}), buy({id: "b", type: "limit", limit: 100.05})];
    const result = done({rules: "volume-share", market: candles([100, 100, 100, 100]), model, orders});
    expect(result.fills.map(({orderId}) => orderId)).toEqual(["b"]);
  });
});

describe("next-open-all-in", () => {
  const flat = (price: number) => [price, price, price, price] as const;
  const allIn = {rules: "next-open-all-in", instrument: {symbol: "X", amountIncrement: 1}, cash: 1_000};

  it("turns a position round: the opposite order closes first, at the price without spread", () => {
    const market = candles(flat(100), flat(100), flat(120), flat(90));
    const orders = [
      {id: "a", candle: 0, side: "buy", amount: 5},
      {id: "b", candle: 1, side: "sell", amount: 8}
    ];
    const result = done({...allIn, market, model: {spread: 0.01}, orders});
    expect(result.trades).toMatchObject([
      {side: "long", entryPrice: 101, exitPrice: 120, amount: 5, reason: "opposite"},
      {side: "short", entryPrice: 118.8, exitPrice: 90, amount: 3, reason: "finalize"}
    ]);
  });

  it("refuses a bracket whose prices are out of order", () => {
    const orders = [{id: "a", candle: 0, side: "buy", amount: 1, stopLoss: 101}];
    expect(stateOf(done({...allIn, market: candles(flat(100), flat(100)), orders}), "a")).toBe("rejected bad-bracket");
  });

  it("closes whole lots of a portion, at least one", () => {
    const market = candles(flat(100), flat(100), flat(110), flat(120));
    const orders = [{id: "a", candle: 0, side: "buy", amount: 5}];
    const actions = [{candle: 1, close: "a", portion: 0.3}];
    expect(done({...allIn, market, orders, actions}).trades).toMatchObject([
      {amount: 2, exitPrice: 110, reason: "close"},
      {amount: 3, exitPrice: 120, reason: "finalize"}
    ]);
  });

  it("ends a run that has lost everything", () => {
    const market = candles(flat(100), flat(100), flat(1_000), flat(2_000));
    const orders = [{id: "a", candle: 0, side: "sell", amount: 5}];
    const result = done({...allIn, market, orders, output: ["equityCurve"]});
    expect(result.equityCurve?.map(([, equity]) => equity)).toEqual([1_000, 1_000, 0, 0]);
    expect(result.equity).toBe(0);
  });

  it("enters with all the cash on a flag, and leaves what does not make a whole lot", () => {
    const market = candles(flat(100), flat(300), flat(300));
    const {trades} = done({...allIn, market, signals: {enterLong: [0]}});
    expect(trades).toMatchObject([{side: "long", amount: 3, entryIndex: 1, entryPrice: 300}]);
  });
});
