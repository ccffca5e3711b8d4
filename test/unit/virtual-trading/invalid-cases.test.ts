import {describe, expect, it} from "vitest";
import {mergeDefaults} from "../../../src/lib/virtual-trading/simulate/case-file.js";
import {simulateCaseFile} from "../../../src/lib/virtual-trading/simulate.js";
import {candles, type Fields, run} from "./small-case.js";

const order = {id: "a", candle: 0, side: "buy", type: "market", amount: 1};
const market = candles([100, 101, 99, 100], [100, 101, 99, 100]);
const withOrder = (over: Fields): Fields => ({market, orders: [{...order, ...over}]});
const withBooks = (...books: Fields[]): Fields => ({market: {books}, orders: []});
const protection = (over: Fields): Fields => ({
  kind: "protections",
  timeframe: "5m",
  protections: [{type: "cooldown", ...over}]
});

const INVALID: readonly (readonly [what: string, code: string, path: string, fields: Fields])[] = [
  ["a rule set that does not exist", "unknown-rules", "rules", {rules: "papertape-2", market, orders: []}],
  ["a kind that does not exist", "unknown-kind", "kind", {kind: "guess", market, orders: []}],
  ["a field that is misspelt", "unknown-field", "orders[0].lmit", withOrder({lmit: 3})],
  ["an option of another rule set", "unknown-field", "model.spread", {...withOrder({}), model: {spread: 1}}],
  ["neither orders nor signals", "orders-or-signals", "orders", {market}],
  ["both orders and signals", "orders-or-signals", "orders", {market, orders: [order], signals: {}}],
  ["an amount that is text", "bad-number", "orders[0].amount", withOrder({amount: "1"})],
  ["an amount of nothing", "bad-number", "orders[0].amount", withOrder({amount: 0})],
  ["negative cash", "bad-number", "cash", {...withOrder({}), cash: -1}],
  [
    "a candle with five numbers",
    "bad-candle",
    "market.candles[0]",
    {market: {timeframe: "1m", candles: [[0, 1, 1, 1, 1]]}, orders: []}
  ],
  ["a high below the close", "bad-candle", "market.candles[0]", {market: candles([100, 101, 99, 102]), orders: []}],
  ["a low of 0", "bad-candle", "market.candles[0]", {market: candles([1, 1, 0, 1]), orders: []}],
  ["a timeframe in fortnights", "bad-timeframe", "market.timeframe", {market: {timeframe: "2f"}, orders: []}],
  ["a crossed book", "bad-book", "market.books[0]", withBooks({time: 0, bids: [[101, 1]], asks: [[100, 1]]})],
  [
    "a book that is not best first",
    "bad-book",
    "market.books[0]",
    withBooks({
      time: 0,
      bids: [
        [99, 1],
        [100, 1]
      ],
      asks: []
    })
  ],
  ["an id used twice", "bad-id", "orders[1].id", {market, orders: [order, order]}],
  ["an action on nothing", "bad-id", "actions[0].cancel", {...withOrder({}), actions: [{time: 0, cancel: "b"}]}],
  ["a side that is no side", "bad-side", "orders[0].side", withOrder({side: "hold"})],
  ["an order type that does not exist", "unknown-type", "orders[0].type", withOrder({type: "iceberg"})],
  ["a limit order without a limit", "missing-field", "orders[0].limit", withOrder({type: "limit"})],
  ["a stop order without a stop", "missing-field", "orders[0].stop", withOrder({type: "stop"})],
  ["an order without a time", "missing-field", "orders[0].time", withOrder({candle: undefined})],
  ["a parent that is not there", "bad-link", "orders[0].parent", withOrder({parent: "b"})],
  ["a link of no known type", "bad-link", "orders[0].link.type", withOrder({link: {group: "g", type: "oto"}})],
  [
    "minutes and candles at once",
    "both-units",
    "protections[0].stopCandles",
    protection({stopMinutes: 1, stopCandles: 1})
  ],
  [
    "an unlock time and a duration",
    "both-units",
    "protections[0].unlockAt",
    protection({stopMinutes: 1, unlockAt: "01:00"})
  ],
  ["an hour that no day has", "bad-unlock-time", "protections[0].unlockAt", protection({unlockAt: "55:10"})]
];

describe("an invalid case", () => {
  for (const [what, code, path, fields] of INVALID) {
    it(`is refused for ${what}`, () => {
      const result = run(fields);
      expect(result).toMatchObject({case: "small", ok: false, error: {code, path}});
    });
  }

  it("is allowed to be crossed when it says so", () => {
    expect(run(withBooks({time: 0, bids: [[101, 1]], asks: [[100, 1]], crossed: true}))).toHaveProperty("ok", true);
  });
});

describe("a case file", () => {
  it("merges objects key by key and replaces everything else", () => {
    const defaults = {instrument: {symbol: "A", fees: {maker: 1, taker: 2}}, list: [1, 2]};
    expect(mergeDefaults(defaults, {instrument: {fees: {taker: 3}}, list: [3]})).toEqual({
      instrument: {symbol: "A", fees: {maker: 1, taker: 3}},
      list: [3]
    });
  });

  it("gives a list for a group and one result for one case", () => {
    const one = {id: "x", rules: "papertape-1", cash: 1, market: {}, orders: []};
    const readCsv = () => "";
    expect(simulateCaseFile(one, {readCsv})).toMatchObject({case: "x", ok: true});
    const {id, ...defaults} = one;
    expect(simulateCaseFile({group: "g", defaults, cases: [{id}, {id: "y"}]}, {readCsv})).toMatchObject([
      {case: "x"},
      {case: "y"}
    ]);
  });

  it("reads candles from CSV text, both ends included", () => {
    const csv = "openTime,open,high,low,close,volume\n0,1,1,1,1,1\n60000,2,2,2,2,1\n120000,3,3,3,3,1\n";
    const orders = [{id: "a", candle: -1, side: "buy", amount: 1}];
    const candlesFrom = {csv: "some.csv", from: 60_000, to: 120_000};
    const input = {id: "x", rules: "papertape-1", cash: 100, market: {timeframe: "1m", candles: candlesFrom}, orders};
    const read: string[] = [];
    const result = simulateCaseFile(input, {
      readCsv: (path) => {
        read.push(path);
        return csv;
      }
    });
    expect(read).toEqual(["some.csv"]);
    expect(result).toMatchObject({fills: [{price: 2, time: 60_000}], equity: 101});
  });
});
