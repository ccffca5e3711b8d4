/** Round trips from fills: flat to flat, exact, also across a reversal. */
import {describe, expect, it} from "vitest";
import type {OrderFilled} from "../../../src/lib/events/trade-execution-event.js";
import {createTradeLog} from "../../../src/lib/integration/trade-log.js";

let clock = 0;
function fill(side: "buy" | "sell", amount: string, price: string, fee = "0"): OrderFilled {
  clock++;
  const payload = {
    orderId: `order:${clock}`,
    signal: `decision:${clock}`,
    instrument: "BTC/USDT@x",
    side,
    time: clock,
    price,
    amount,
    fee,
    feeCurrency: "USDT",
    liquidity: "taker" as const,
    remaining: "0",
    referencePrice: Number(price),
    whileAway: false
  };
  return {
    id: `fill:${clock}`,
    type: "TradeExecutionEvent",
    fact: "OrderFilled",
    version: 1,
    occurredAt: clock,
    recordedAt: clock,
    correlationId: "c",
    causationId: "c",
    source: "virtual-trading",
    payload
  };
}

function logOf(...fills: readonly OrderFilled[]) {
  const log = createTradeLog();
  for (const event of fills) log.fill(event);
  return log;
}

describe("the trade log", () => {
  it("closes a trade when the position is flat, with averages, fees and an exact profit", () => {
    const log = logOf(
      fill("buy", "1", "100", "0.1"),
      fill("buy", "1", "110", "0.11"),
      fill("sell", "2", "120", "0.24")
    );
    expect(log.open()).toEqual([]);
    expect(log.closed()).toMatchObject([
      {side: "long", entryPrice: 105, exitPrice: 120, amount: "2", fees: "0.45", profit: "29.55"}
    ]);
  });

  it("splits a fill that reverses the position into an exit and an entry, and its fee by amount", () => {
    const log = logOf(fill("buy", "1", "100"), fill("sell", "3", "90", "0.3"));
    expect(log.closed()).toMatchObject([{side: "long", profit: "-10.1", fees: "0.1"}]);
    expect(log.open()).toMatchObject([{side: "short", amount: "2", exitTime: null, exitPrice: null, fees: "0.2"}]);
  });

  it("counts the profit of the closed part only while a trade is open", () => {
    const [open] = logOf(fill("buy", "2", "100"), fill("sell", "1", "130")).open();
    expect(open).toMatchObject({profit: "30", exitTime: null});
  });

  it("keeps the sum of all profits equal to what cash gained", () => {
    const fills = [
      fill("sell", "2", "50", "0.05"),
      fill("buy", "1", "45", "0.02"),
      fill("buy", "3", "44", "0.07"),
      fill("sell", "2", "46", "0.04")
    ];
    const cash = fills.reduce(
      (sum, {payload}) =>
        sum + (payload.side === "sell" ? 1 : -1) * Number(payload.price) * Number(payload.amount) - Number(payload.fee),
      0
    );
    const profit = logOf(...fills)
      .closed()
      .reduce((sum, trade) => sum + Number(trade.profit), 0);
    expect(profit).toBeCloseTo(cash, 9);
  });
});
