/** Orders that go with an entry: where they wait, which comes first, and what ends them. */
import {describe, expect, it} from "vitest";
import {
  endsOf,
  fillsOf,
  HOUR,
  hours,
  PERPETUAL,
  type Prices,
  SPOT,
  START,
  signal,
  trade
} from "../../support/strategy-tape.js";

const exits = {stopLoss: 0.02, takeProfit: 0.05, trailingStop: null};
const at = (count: number) => START + count * HOUR;
const buy = signal(SPOT, at(1), {side: "buy", amount: "1"});

/** A first hour at 100, the signal, and the hours after it. */
const then = (...rows: readonly Prices[]) => {
  const [first, second, ...rest] = hours(SPOT, [100, 100, 100, 100], ...rows);
  return first === undefined || second === undefined ? [] : [first, second, buy, ...rest];
};

describe("exits attached to an entry", () => {
  it("take their prices from the entry's fill and fill at them", () => {
    const events = trade(SPOT, {exits}, then([100, 101, 99, 100], [100, 106, 99, 105]));
    expect(fillsOf(events)).toEqual(["buy 1 at 100 +1h", "sell 1 at 105 take-profit +3h"]);
    expect(endsOf(events)).toEqual(["stop-loss oco"]);
  });

  it("stop at the stop when it is passed through, and at the open when it is jumped over", () => {
    const through = trade(SPOT, {exits}, then([100, 101, 99, 100], [99, 99.5, 97, 97.5]));
    expect(fillsOf(through)[1]).toBe("sell 1 at 98 stop-loss +3h");
    const gap = trade(SPOT, {exits}, then([100, 101, 99, 100], [95, 96, 94, 95]));
    expect(fillsOf(gap)[1]).toBe("sell 1 at 95 stop-loss +2h");
  });

  it("act in the candle of the entry, in the order of the path", () => {
    const wide: Prices = [100, 106, 97, 100];
    const first = (candlePath: "ohlc" | "olhc" | "pessimistic") =>
      fillsOf(trade(SPOT, {exits, candlePath}, then(wide)))[1];
    expect(first("ohlc")).toBe("sell 1 at 105 take-profit +2h");
    expect(first("olhc")).toBe("sell 1 at 98 stop-loss +2h");
    expect(first("pessimistic")).toBe("sell 1 at 98 stop-loss +2h");
  });

  it("follow the best price when they trail", () => {
    const trailing = {stopLoss: null, takeProfit: null, trailingStop: 0.1};
    const events = trade(
      SPOT,
      {exits: trailing},
      then([100, 110, 100, 110], [110, 120, 109, 119], [119, 119, 100, 101])
    );
    expect(fillsOf(events)[1]).toBe("sell 1 at 108 trailing-stop +4h");
  });

  it("end when the strategy itself leaves, and do not keep the position from it", () => {
    const leave = signal(SPOT, at(2), {side: "sell", amount: "1", reason: "exit"});
    const rows = then([100, 101, 99, 100], [100, 100, 99, 100]);
    const events = trade(SPOT, {exits}, [...rows.slice(0, 5), leave, ...rows.slice(5)]);
    expect(fillsOf(events)).toEqual(["buy 1 at 100 +1h", "sell 1 at 100 +2h"]);
    expect(endsOf(events)).toEqual(["stop-loss position-closed", "take-profit position-closed"]);
  });

  it("are cut to the position when the strategy makes it smaller", () => {
    const reduce = signal(SPOT, at(2), {side: "sell", amount: "0.6", reason: "reduce"});
    const rows = then([100, 101, 99, 100], [100, 100, 99, 100], [97, 97, 96, 96]);
    const events = trade(SPOT, {exits}, [...rows.slice(0, 5), reduce, ...rows.slice(5)]);
    expect(fillsOf(events).at(-1)).toBe("sell 0.4 at 97 stop-loss +3h");
  });

  it("end with an entry that is rejected or never filled", () => {
    const dear = signal(SPOT, at(1), {side: "buy", amount: "1000"});
    const rows = hours(SPOT, [100, 100, 100, 100], [100, 101, 99, 100]);
    const events = trade(SPOT, {exits}, [...rows.slice(0, 2), dear, ...rows.slice(2)]);
    expect(endsOf(events)).toEqual([
      "order insufficient-funds",
      "stop-loss parent-rejected",
      "take-profit parent-rejected"
    ]);
  });

  it("mirror for a short position", () => {
    const rows = hours(PERPETUAL, [100, 100, 100, 100], [100, 101, 99, 100], [100, 103, 99, 102]);
    const sell = signal(PERPETUAL, at(1), {side: "sell", amount: "1"});
    const events = trade(PERPETUAL, {exits}, [...rows.slice(0, 2), sell, ...rows.slice(2)]);
    expect(fillsOf(events)).toEqual(["sell 1 at 100 +1h", "buy 1 at 102 stop-loss +3h"]);
  });

  it("say in the events what they are there for and measure slippage from their own price", () => {
    const events = trade(SPOT, {exits}, then([100, 101, 99, 100], [95, 96, 94, 95]));
    const accepted = events.flatMap((event) => (event.fact === "OrderAccepted" ? [event.payload] : []));
    expect(accepted.map(({exit, stopPrice, limitPrice}) => [exit, stopPrice, limitPrice])).toEqual([
      [undefined, null, null],
      ["stop-loss", "98", null],
      ["take-profit", null, "105"]
    ]);
    const stopped = events.flatMap((event) => (event.fact === "OrderFilled" ? [event.payload] : [])).at(-1);
    expect(stopped).toMatchObject({exit: "stop-loss", referencePrice: 98, signal: buy.id});
  });
});
