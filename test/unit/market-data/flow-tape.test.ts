/** Trades, books and funding in a tape: by time, in one order at one time, nothing before the slice that could know it. */
import {describe, expect, it} from "vitest";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {bookUpdated, type FlowEvent, fundingSettled, tradePrinted} from "../../../src/lib/market-data/flow-event.js";
import {byPlace, layFlowBatches, layFlows, placeFlow} from "../../../src/lib/market-data/flow-tape.js";
import type {Timeframe} from "../../../src/lib/vocabulary/timeframe.js";
import {testInstrument, walkCandles} from "../../support/candles.js";

const HOUR = 3_600_000;
const FROM = Date.UTC(2024, 0, 1);
const [a, b] = [testInstrument("AAA/USDT").id, testInstrument("BBB/USDT").id];
const candles = () =>
  candleTape(
    "1h",
    [b, a].map((instrument) => ({
      instrument,
      origin: "simulated" as const,
      columns: walkCandles({from: FROM, length: 3})
    }))
  );
const at = (hours: number) => FROM + hours * HOUR;
const trade = (hours: number, instrument: string = a, tradeId = "1") =>
  tradePrinted(instrument, {time: at(hours), tradeId, price: 100, amount: 1, takerSide: "buy"});
const book = (hours: number, instrument: string = a) =>
  bookUpdated(instrument, {time: at(hours), sequence: 1, bids: [[99, 1]], asks: [[101, 1]]}, "s");
const funding = (hours: number, instrument: string = a) =>
  fundingSettled(instrument, {time: at(hours), rate: 0.0001, intervalHours: 8});

const placed = (events: readonly FlowEvent[], matched: Timeframe | null) =>
  events.map((event) => placeFlow(event, matched)).sort(byPlace);
const lines = (tape: Iterable<{readonly fact: string; readonly occurredAt: number; readonly payload: object}>) =>
  [...tape].map(({fact, occurredAt, payload}) => {
    const name = "instrument" in payload ? String(payload.instrument).slice(0, 3) : "all";
    return `${fact} ${name} ${(occurredAt - FROM) / HOUR}h`;
  });
const laid = (events: readonly FlowEvent[], matched: Timeframe | null = null) =>
  lines(layFlows(candles(), placed(events, matched)));

describe("a tape with trades, books and funding", () => {
  it("has at one time books, trades, candles, funding and the watermark, each by instrument", () => {
    const events = [funding(1), trade(1, b), trade(1), book(1, b), book(1), funding(1, b), trade(0.5)];
    expect(laid(events).slice(0, 10)).toEqual([
      "TradePrinted AAA 0.5h",
      "BookUpdated AAA 1h",
      "BookUpdated BBB 1h",
      "TradePrinted AAA 1h",
      "TradePrinted BBB 1h",
      "CandleClosed AAA 1h",
      "CandleClosed BBB 1h",
      "FundingSettled AAA 1h",
      "FundingSettled BBB 1h",
      "SliceCompleted all 1h"
    ]);
  });

  it("shows nothing before a watermark of an earlier time, and nothing of before a watermark after it", () => {
    const events = Array.from({length: 40}, (_, i) => [trade(i / 13), book(i / 17), funding(i / 11)]).flat();
    for (const matched of [null, "1h"] as const) {
      let watermark = Number.NEGATIVE_INFINITY;
      let seen: number[] = [];
      for (const event of layFlows(candles(), placed(events, matched))) {
        seen.push(event.occurredAt);
        if (event.fact !== "SliceCompleted") continue;
        const {closeTime} = event.payload;
        const previous = watermark;
        expect(seen.every((time) => time <= closeTime && time > previous)).toBe(true);
        watermark = closeTime;
        seen = [];
      }
    }
  });

  it("puts funding inside a candle behind it where orders fill from candles, and at its time where they do not", () => {
    const onCandles = laid([funding(0.5), trade(0.75)], "1h");
    expect(onCandles.slice(0, 5)).toEqual([
      "TradePrinted AAA 0.75h",
      "CandleClosed AAA 1h",
      "CandleClosed BBB 1h",
      "FundingSettled AAA 0.5h",
      "SliceCompleted all 1h"
    ]);
    expect(laid([funding(0.5), trade(0.75)])[0]).toBe("FundingSettled AAA 0.5h");
  });

  it("leaves out what comes behind the last watermark", () => {
    expect(laid([trade(3), trade(3.1)]).filter((line) => line.startsWith("Trade"))).toEqual(["TradePrinted AAA 3h"]);
  });

  it("is the same read in batches, empty ones among them", async () => {
    const events = Array.from({length: 30}, (_, i) => [trade(i / 10, a, String(i)), book(i / 9, b)]).flat();
    const all = placed([...events, funding(2)], "1h");
    const batches = async function* () {
      for (let from = 0; from < all.length; from += 7) {
        yield all.slice(from, from + 7);
        yield [];
      }
    };
    const read: string[] = [];
    for await (const part of layFlowBatches(candles(), batches())) read.push(...lines(part));
    expect(read).toEqual(lines(layFlows(candles(), all)));
    expect(read.length).toBeGreaterThan(60);
  });
});
