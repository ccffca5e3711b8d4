/** Factors that are fed with trades, books, settlements and reference candles, by hand. */
import {describe, expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import type {MarketFigure} from "../../../src/lib/events/market-data-event.js";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import type {FactorFeeds} from "../../../src/lib/factors/factor-inputs.js";
import {factorNamed} from "../../../src/lib/factors/factor-named.js";
import {calculatePanel} from "../../../src/lib/factors/factor-panel.js";
import {referenceOf} from "../../../src/lib/factors/factor-reference.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {madeUpColumns} from "./made-up-candles.js";

const HOUR = 3_600_000;
const columns = madeUpColumns({seed: 1, count: 4});
const values = (name: string, feeds: FactorFeeds) => [
  ...calculateColumns(present(factorNamed(name), name), columns, feeds)
];

describe("trade imbalance", () => {
  it("is bought minus sold over all; a trade without a side counts to all alone", () => {
    const trade = (time: number, amount: number, takerSide: "buy" | "sell" | null) => ({
      time,
      price: 1,
      amount,
      takerSide
    });
    const trades = [trade(1, 3, "buy"), trade(2, 1, "sell"), trade(HOUR + 1, 4, null), trade(HOUR + 2, 2, "sell")];
    expect(values("trade-imbalance-2", {trades})).toEqual([Number.NaN, (3 - 1 - 2) / 10, -2 / 6, Number.NaN]);
  });
});

describe("figures of positions", () => {
  const figure = (time: number, name: MarketFigure, value: number) => ({time, figure: name, value});

  it("count from their stamp on: at the close itself they are known, after it they are the next candle's", () => {
    const figures = [
      figure(HOUR, "open-interest", 100),
      figure(2 * HOUR + 1, "open-interest", 150),
      figure(2 * HOUR + 2, "open-interest-value", 9)
    ];
    expect(values("open-interest-change-1", {figures})).toEqual([Number.NaN, 0, 0.5, 0]);
    expect(values("open-interest-change-2", {figures})).toEqual([Number.NaN, Number.NaN, 0.5, 0.5]);
  });

  it("give the ratio of longs and shorts as a logarithm, the same size on both sides", () => {
    const figures = [figure(1, "long-short-ratio", 2), figure(HOUR + 1, "long-short-ratio", 0.5)];
    const [first = 0, second = 0] = values("long-short-ratio", {figures});
    expect(first).toBeCloseTo(Math.log(2), 15);
    expect(second).toBeCloseTo(-first, 15);
  });

  it("add up liquidations of both sides over the window, and say nothing where there was none", () => {
    const figures = [
      figure(1, "long-liquidations", 3),
      figure(2, "short-liquidations", 1),
      figure(HOUR + 1, "short-liquidations", 4)
    ];
    expect(values("liquidation-imbalance-1", {figures})).toEqual([-0.5, 1, Number.NaN, Number.NaN]);
    expect(values("liquidation-imbalance-2", {figures})).toEqual([Number.NaN, (5 - 3) / 8, 1, Number.NaN]);
  });

  it("set open interest at the close against what is traded", () => {
    const flat = {...columns, close: columns.close.map(() => 10), quoteVolume: columns.quoteVolume.map(() => 50)};
    const factor = present(factorNamed("open-interest-turnover-1"), "factor");
    const made = calculateColumns(factor, flat, {figures: [figure(1, "open-interest", 20)]});
    expect(made[0]).toBeCloseTo(Math.log((20 * 10) / 50), 15);
  });
});

describe("trades of a missing candle", () => {
  it("belong to no other", () => {
    const holed = sliceColumns(columns, 1, 4);
    const trades = [1, HOUR + 1].map((time) => ({time, price: 1, amount: 1, takerSide: "buy" as const}));
    const sell = {time: HOUR + 2, price: 1, amount: 1, takerSide: "sell" as const};
    const factor = present(factorNamed("trade-imbalance-1"), "factor");
    expect(calculateColumns(factor, holed, {trades: [...trades, sell]})[0]).toBe(0);
  });
});

describe("books", () => {
  const book = (time: number, bids: [number, number][], asks: [number, number][]) => ({time, bids, asks});
  const first = book(
    10,
    [
      [99, 3],
      [98, 5]
    ],
    [
      [101, 1],
      [102, 1]
    ]
  );
  const second = book(20, [[100, 2]], [[101, 4]]);
  const atClose = book(2 * HOUR, [[99, 1]], [[101, 1]]);
  const books = [first, second, atClose];

  it("give their imbalance at the close, and nothing to a candle without one", () => {
    const one = [-2 / 6, 0, Number.NaN, Number.NaN];
    expect(values("book-imbalance-1", {books})).toEqual(one);
    expect(values("book-imbalance-5", {books: [first]})[0]).toBe((8 - 2) / 10);
  });

  it("give spread and microprice", () => {
    expect(values("quoted-spread", {books})[0]).toBeCloseTo(1 / 100.5, 12);
    // The ask is the heavier side: the price leans to the bid.
    expect(values("microprice-distance", {books})[0]).toBeCloseTo((100 * 4 + 101 * 2) / 6 / 100.5 - 1, 12);
  });

  it("give order-flow imbalance from each book to the next", () => {
    // Bid rises to 100: its 2 come. Ask stays at 101 and grows from 1 to 4: 3 more to sell.
    expect(values("order-flow-imbalance-1", {books: [first, second]})[0]).toBe(-1);
    // Then the bid falls and takes its 2 away, and the ask shrinks from 4 to 1: net 1 of 1 + 1.
    const net = 2 - 3 + (-2 + 3);
    expect(values("order-flow-imbalance-2", {books})[1]).toBe(net / 2);
  });
});

describe("funding", () => {
  const settled = (time: number, rate: number, intervalHours = 8) => ({time, rate, intervalHours});

  it("is annualised by its own interval and stays until the next settlement", () => {
    const fundings = [settled(HOUR, 0.0001), settled(3 * HOUR + 1, 0.0001, 4)];
    expect(values("funding-rate", {fundings})).toEqual(
      [0.1095, 0.1095, 0.1095, 0.219].map((rate) => expect.closeTo(rate, 12))
    );
  });

  it("is not there before it was settled", () => {
    expect(values("funding-rate", {fundings: [settled(HOUR + 1, 0.0001)]})[0]).toBeNaN();
  });

  it("is scored against its own past, settlement by settlement", () => {
    const fundings = [settled(1, 0.0001), settled(2, 0.0002), settled(HOUR + 1, 0.0003)];
    expect(values("funding-zscore-3", {fundings})).toEqual([
      Number.NaN,
      ...[1, 1, 1].map((score) => expect.closeTo(score, 9))
    ]);
  });
});

describe("taker flow", () => {
  it("is undefined where the source does not say who took", () => {
    const unknown = {...columns, takerBuyVolume: new Float64Array(4).fill(Number.NaN)};
    const factor = present(factorNamed("taker-imbalance-2"), "factor");
    expect([...calculateColumns(factor, unknown)]).toEqual(Array(4).fill(Number.NaN));
  });
});

describe("references", () => {
  const instruments = ["ETH/USDT@binance", "BTC/USDT@kraken", "BTC/USDT@binance"];

  it("are bitcoin on the same exchange, else the first bitcoin, else what was said", () => {
    const find = (id: string, bitcoin: string | null = null) => referenceOf(id, "bitcoin", {instruments, bitcoin});
    expect(find("ETH/USDT@binance")).toBe("BTC/USDT@binance");
    expect(find("ETH/USDT@coinbase")).toBe("BTC/USDT@kraken");
    expect(find("ETH/USDT@binance", "XBT/USD@x")).toBe("XBT/USD@x");
    expect(referenceOf("ETH/USDT@x", "bitcoin", {instruments: [], bitcoin: null})).toBeNull();
  });

  it("are a perpetual's spot market, and none for spot", () => {
    const find = (id: string) => referenceOf(id, "spot", {instruments, bitcoin: null});
    expect(find("BTC/USDT:USDT@binance")).toBe("BTC/USDT@binance");
    expect(find("BTC/USDT@binance")).toBeNull();
  });

  it("that miss a candle leave the factor undefined there", () => {
    const holed = {...sliceColumns(columns, 0, 4)};
    const factor = present(factorNamed("basis"), "basis");
    const reference = sliceColumns(holed, 1, 4);
    expect([...calculateColumns(factor, columns, {reference})]).toEqual([Number.NaN, 0, 0, 0]);
  });
});

describe("panel", () => {
  it("ranks what has the same open time, whatever else is missing", () => {
    const long = madeUpColumns({seed: 5, count: 40});
    const late = sliceColumns(madeUpColumns({seed: 6, count: 40}), 10, 40);
    const factor = present(factorNamed("momentum-rank-4"), "factor");
    const panel = calculatePanel(factor, {"A/USDT@x": long, "B/USDT@x": late});
    const [first, second] = [present(panel["A/USDT@x"], "A"), present(panel["B/USDT@x"], "B")];
    // Alone, then undefined beside one that is still warming up: no rank until both are there.
    expect(first.subarray(0, 14).every(Number.isNaN)).toBe(true);
    for (let i = 14; i < 40; i++) expect((first[i] as number) + (second[i - 10] as number)).toBe(1);
  });
});
