/** What a strategy's orders are matched against: finer candles, trades, books; margin; the rule sets of other engines. */
import {describe, expect, it} from "vitest";
import type {ExecutionRules} from "../../../src/lib/virtual-trading/execution-rules.js";
import {
  candle,
  endsOf,
  eventOf,
  fillsOf,
  HOUR,
  hours,
  PERPETUAL,
  type Prices,
  SPOT,
  START,
  signal,
  slice,
  trade
} from "../../support/strategy-tape.js";

const flat: Prices = [100, 100, 100, 100];
const exits = {stopLoss: 0.02, takeProfit: 0.02, trailingStop: null};
const buy = (amount = "1") => signal(SPOT, START + HOUR, {side: "buy", amount});
const minute = (count: number) => START + HOUR + count * 60_000;
const print = (time: number, price: number, amount: number, takerSide: "buy" | "sell") =>
  eventOf("TradePrinted", time, {instrument: SPOT.id, time, price, amount, takerSide});
const book = (time: number, bids: number[][], asks: number[][]) =>
  eventOf("BookUpdated", time, {instrument: SPOT.id, time, bids, asks});

describe("fills from finer candles", () => {
  const quarters = (...rows: Prices[]) =>
    rows.map((prices, i) => candle(SPOT, START + HOUR + (i * HOUR) / 4, {prices, timeframe: "15m"}));
  const hour = candle(SPOT, START + HOUR, {prices: [100, 103, 97, 100]});

  it("follow the path that these show, not the one assumed for the whole", () => {
    const run = (...rows: Prices[]) =>
      fillsOf(
        trade(SPOT, {finerTimeframe: "15m", exits}, [...hours(SPOT, flat), buy(), ...quarters(...rows), hour])
      )[1];
    expect(run(flat, [100, 103, 100, 102], [100, 100, 97, 98])).toBe("sell 1 at 102 take-profit +1.5h");
    expect(run(flat, [100, 100, 97, 98], [100, 103, 100, 102])).toBe("sell 1 at 98 stop-loss +1.5h");
  });

  it("leave an order alone where the finer candles are missing", () => {
    const events = trade(SPOT, {finerTimeframe: "15m"}, [
      ...hours(SPOT, flat),
      buy(),
      hour,
      slice(SPOT, START + 2 * HOUR)
    ]);
    expect(fillsOf(events)).toEqual([]);
  });
});

describe("fills from trades", () => {
  const run = (execution: Partial<ExecutionRules>, ...after: ReturnType<typeof print>[]) =>
    fillsOf(
      trade(SPOT, {fills: "trades", ...execution}, [...hours(SPOT, flat), print(minute(0), 99, 1, "sell"), ...after])
    );

  it("take the last price, and rest limits until a trade reaches them", () => {
    const limit = signal(SPOT, minute(1), {side: "buy", amount: "2", limitPrice: "98"});
    expect(run({}, signal(SPOT, minute(1), {side: "buy", amount: "1"}))).toEqual([`buy 1 at 99 +${1 + 1 / 60}h`]);
    const prints = [print(minute(2), 98, 1.5, "sell"), print(minute(3), 97, 5, "sell")];
    expect(run({}, limit, ...prints).map((line) => line.split(" +")[0])).toEqual(["buy 1.5 at 98", "buy 0.5 at 98"]);
  });

  it("reach the venue after the latency", () => {
    const order = signal(SPOT, minute(1), {side: "buy", amount: "1"});
    const lines = run({latencyMs: 90_000}, order, print(minute(2), 101, 1, "buy"), print(minute(3), 105, 1, "buy"));
    expect(lines).toEqual([`buy 1 at 101 +${1 + 2.5 / 60}h`]);
  });
});

describe("fills from books", () => {
  it("walk the levels once and cancel what they do not show", () => {
    const start = [
      ...hours(SPOT, flat),
      book(
        minute(0),
        [[99, 1]],
        [
          [101, 1],
          [102, 1]
        ]
      )
    ];
    const order = (time: number) => signal(SPOT, time, {side: "buy", amount: "1.5"});
    const events = trade(SPOT, {fills: "book"}, [...start, order(minute(1)), order(minute(2))]);
    expect(fillsOf(events).map((line) => line.split(" +")[0])).toEqual([
      "buy 1 at 101",
      "buy 0.5 at 102",
      "buy 0.5 at 102"
    ]);
    expect(endsOf(events)).toEqual(["order no-liquidity"]);
  });

  it("wait in the queue at their price", () => {
    const start = [...hours(SPOT, flat), book(minute(0), [[99, 5]], [[101, 1]])];
    const order = signal(SPOT, minute(1), {side: "buy", amount: "2", limitPrice: "99"});
    const prints = [print(minute(2), 99, 4, "sell"), print(minute(3), 99, 2, "sell")];
    const events = trade(SPOT, {fills: "book-and-trades"}, [...start, order, ...prints]);
    expect(fillsOf(events).map((line) => line.split(" +")[0])).toEqual(["buy 1 at 99"]);
  });
});

describe("positions on margin", () => {
  const margin = {leverage: 10, maintenance: 0.05, liquidationFee: 0.01};
  const run = (side: "buy" | "sell", amount: string, ...rows: Prices[]) => {
    const tape = hours(PERPETUAL, flat, ...rows);
    return trade(PERPETUAL, {margin}, [
      ...tape.slice(0, 2),
      signal(PERPETUAL, START + HOUR, {side, amount}),
      ...tape.slice(2)
    ]);
  };

  it("are refused beyond the leverage", () => {
    expect(endsOf(run("buy", "100", flat))).toEqual(["order insufficient-margin"]);
    expect(fillsOf(run("buy", "90", flat))).toEqual(["buy 90 at 100 +1h"]);
  });

  it("are liquidated where the equity falls to the maintenance", () => {
    // 1000 - 9 fee - 9000 cash; p* = 8009 / (90 x 0.95) = 93.67 for the long one.
    expect(fillsOf(run("buy", "90", [100, 100, 90, 95]))[1]).toBe("sell 90 at 93.67 liquidation +2h");
    // 1000 - 9 fee + 9000 cash; p* = 9991 / (90 x 1.05) = 105.73 for the short one.
    expect(fillsOf(run("sell", "90", [100, 110, 100, 105]))[1]).toBe("buy 90 at 105.73 liquidation +2h");
  });

  it("are liquidated at the open that jumped over the price", () => {
    expect(fillsOf(run("buy", "90", flat, [92, 95, 91, 95]))[1]).toBe("sell 90 at 92 liquidation +2h");
  });

  it("charge the liquidation fee beside the taker fee", () => {
    const events = run("buy", "90", flat, [92, 95, 91, 95]);
    const last = events.findLast((event) => event.fact === "OrderFilled");
    // 90 x 92 x (0.001 + 0.01)
    expect(last?.payload).toMatchObject({fee: "91.08", exit: "liquidation"});
  });

  it("are never short on spot", () => {
    const tape = hours(SPOT, flat, flat);
    const sell = signal(SPOT, START + HOUR, {side: "sell", amount: "1"});
    expect(endsOf(trade(SPOT, {}, [...tape.slice(0, 2), sell, ...tape.slice(2)]))).toEqual([
      "order insufficient-position"
    ]);
  });
});

describe("rule sets of other engines", () => {
  const run = (execution: Partial<ExecutionRules>, ...rows: Prices[]) => {
    const tape = hours(SPOT, [98, 101, 97, 100], ...rows);
    return fillsOf(trade(SPOT, execution, [...tape.slice(0, 2), buy("5"), ...tape.slice(2)]));
  };
  const next: Prices = [102, 110, 96, 104];

  it("fill a market order where each of them does", () => {
    expect(run({rules: "papertape-1"}, next)).toEqual(["buy 5 at 102 +1h"]);
    expect(run({rules: "lean-immediate"}, next)).toEqual(["buy 5 at 100 +1h"]);
    expect(run({rules: "volume-share", volumeLimit: 0.003}, next, next)).toEqual([
      "buy 3 at 104 +2h",
      "buy 2 at 104 +3h"
    ]);
    expect(run({rules: "freqtrade-like"}, next)).toEqual(["buy 5 at 102 +1h"]);
  });

  it("fill a stop as each of them does", () => {
    const stop = {stopLoss: 0.1, takeProfit: null, trailingStop: null};
    const gap: Prices = [80, 85, 75, 84];
    expect(run({rules: "lean-gap", exits: stop}, flat, gap)[1]).toBe("sell 5 at 80 stop-loss +3h");
    expect(run({rules: "lean-immediate", exits: stop}, flat, gap)[1]).toBe("sell 5 at 84 stop-loss +3h");
    expect(run({rules: "freqtrade-like", exits: stop}, flat, gap)[1]).toBe("sell 5 at 80 stop-loss +3h");
  });

  it("refuse what they do not know", () => {
    const tape = hours(SPOT, flat, flat, flat);
    const more = signal(SPOT, START + 2 * HOUR, {side: "buy", amount: "1", reason: "increase"});
    const events = trade(SPOT, {rules: "freqtrade-like"}, [
      ...tape.slice(0, 2),
      buy(),
      ...tape.slice(2, 4),
      more,
      ...tape.slice(4)
    ]);
    expect(endsOf(events)).toEqual(["order one-position"]);
  });
});
