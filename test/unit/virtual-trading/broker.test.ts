import {describe, expect, it} from "vitest";
import {createBroker} from "../../../src/lib/virtual-trading/broker.js";
import type {BrokerOptions} from "../../../src/lib/virtual-trading/broker-state.js";
import {instrumentRules} from "../../../src/lib/virtual-trading/instrument-rules.js";
import {orderRequest} from "../../../src/lib/virtual-trading/order.js";

const MINUTE = 60_000;
const instrument = (symbol: string) =>
  instrumentRules({symbol, priceIncrement: 0.01, amountIncrement: 0.001, fees: {maker: 0, taker: 0.001}});
const broker = (over: Partial<BrokerOptions> = {}) =>
  createBroker({instruments: [instrument("A"), instrument("B")], cash: "1000", account: "spot", ...over});
const candle = (i: number, [open, high, low, close]: readonly [number, number, number, number]) => ({
  openTime: i * MINUTE,
  closeTime: (i + 1) * MINUTE,
  open,
  high,
  low,
  close,
  volume: 10
});
const market = (id: string, amount: number) => orderRequest({id, side: "buy", amount});

describe("the broker", () => {
  it("fills a decision taken at a close at the next open, and says what became of the position", () => {
    const paper = broker();
    paper.onCandle("A", candle(0, [100, 101, 99, 100]));
    expect(paper.submit("A", [market("a", 1)], MINUTE)).toMatchObject([{kind: "accepted", orderId: "a"}]);
    expect(paper.onCandle("A", candle(1, [102, 103, 101, 102]))).toEqual([
      {
        kind: "filled",
        instrument: "A",
        orderId: "a",
        time: MINUTE,
        side: "buy",
        price: "102",
        amount: "1",
        fee: "0.102",
        feeIn: "quote",
        liquidity: "taker",
        remaining: "0"
      },
      {
        kind: "position",
        instrument: "A",
        time: MINUTE,
        amount: "1",
        averagePrice: "102",
        realizedProfit: "-0.102",
        cash: "897.898"
      }
    ]);
  });

  it("lets two instruments spend the same cash only once", () => {
    const paper = broker();
    paper.submit("A", [market("a", 6)], 0);
    paper.submit("B", [market("b", 6)], 0);
    paper.onCandle("A", candle(0, [100, 100, 100, 100]));
    expect(paper.onCandle("B", candle(0, [100, 100, 100, 100]))).toMatchObject([
      {kind: "accepted"},
      {kind: "rejected", orderId: "b", code: "insufficient-funds"}
    ]);
    expect(paper.mark(MINUTE)).toMatchObject({cash: 399.4, equity: 999.4, positionsValue: 600});
  });

  it("knows an order that is sent twice", () => {
    const paper = broker();
    paper.submit("A", [market("a", 1)], 0);
    expect(paper.submit("A", [market("a", 1)], 0)).toMatchObject([{kind: "rejected", code: "duplicate-id"}]);
  });

  it("answers every refusal with a code and a sentence", () => {
    const paper = broker({risk: {maxOrderNotional: 50}});
    paper.onCandle("A", candle(0, [100, 101, 99, 100]));
    const answers = [
      ...paper.submit("A", [market("a", 1)], MINUTE),
      ...paper.submit("A", [orderRequest({id: "b", side: "buy", type: "limit", amount: 1})], MINUTE),
      ...paper.submit("C", [market("c", 1)], MINUTE),
      ...paper.cancel("A", "nobody", MINUTE)
    ];
    expect(answers.map((answer) => "code" in answer && answer.code)).toEqual([
      "max-notional",
      "bad-order",
      "unknown-instrument",
      "not-open"
    ]);
    for (const answer of answers) expect(answer).toHaveProperty("message", expect.stringMatching(/\.$/));
  });

  it("runs a bracket: the target fills, the stop is canceled, nothing is left", () => {
    const paper = broker();
    const link = {group: "exits", type: "ouo" as const};
    const exit = {side: "sell" as const, parent: "entry", link, reduceOnly: true};
    const bracket = [
      orderRequest({id: "entry", side: "buy", type: "limit", amount: 1, limit: 99}),
      orderRequest({id: "stop", type: "stop", stop: 97, ...exit}),
      orderRequest({id: "target", type: "limit", limit: 104, ...exit})
    ];
    paper.submit("A", bracket, 0);
    const outcomes = paper.onCandle("A", candle(0, [100, 106, 98, 105]));
    const ends = outcomes.flatMap((o) =>
      o.kind === "filled" || o.kind === "canceled" ? [`${o.orderId} ${o.kind}`] : []
    );
    expect(ends).toEqual(["entry filled", "target filled", "stop canceled"]);
    expect(paper.openOrders("A")).toEqual([]);
    expect(paper.position("A").amount).toBe(0);
  });

  it("ends a DAY order at midnight UTC", () => {
    const paper = broker();
    const day = 24 * 60;
    paper.onCandle("A", candle(day - 3, [100, 101, 99, 100]));
    const rest = orderRequest({id: "a", side: "buy", type: "limit", amount: 1, limit: 90, tif: "DAY"});
    paper.submit("A", [rest], (day - 2) * MINUTE);
    expect(paper.onCandle("A", candle(day - 2, [100, 101, 99, 100]))).toEqual([]);
    expect(paper.onCandle("A", candle(day - 1, [100, 101, 99, 100]))).toEqual([]);
    expect(paper.onCandle("A", candle(day, [80, 81, 79, 80]))).toMatchObject([{kind: "expired", code: "gtd"}]);
  });

  it("passes only reducing orders while reducing, and cancels while halted", () => {
    const paper = broker();
    paper.onCandle("A", candle(0, [100, 101, 99, 100]));
    const rest = orderRequest({id: "a", side: "buy", type: "limit", amount: 1, limit: 90});
    paper.submit("A", [rest], MINUTE);
    paper.setTradingState("halted");
    expect(paper.submit("A", [market("b", 1)], MINUTE)).toMatchObject([{code: "halted"}]);
    expect(paper.cancel("A", "a", MINUTE)).toMatchObject([{kind: "canceled", code: "user"}]);
  });

  it("names the positions whose data is older than the mark", () => {
    const paper = broker();
    paper.submit("A", [market("a", 1)], 0);
    paper.onCandle("A", candle(0, [100, 100, 100, 100]));
    expect(paper.mark(MINUTE).staleInstruments).toEqual([]);
    expect(paper.mark(2 * MINUTE).staleInstruments).toEqual(["A"]);
  });

  it("measures drawdown from the highest mark", () => {
    const paper = broker();
    paper.submit("A", [market("a", 5)], 0);
    paper.onCandle("A", candle(0, [100, 200, 100, 200]));
    expect(paper.mark(MINUTE)).toMatchObject({equity: 1499.5, drawdown: 0});
    paper.onCandle("A", candle(1, [200, 200, 100, 100]));
    expect(paper.mark(2 * MINUTE).drawdown).toBeCloseTo(500 / 1499.5, 12);
  });
});
