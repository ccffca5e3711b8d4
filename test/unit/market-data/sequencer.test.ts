import {describe, expect, it} from "vitest";
import type {MarketDataEvent} from "../../../src/lib/events/market-data-event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {candleOfEvent} from "../../../src/lib/market-data/candle-event.js";
import {createSequencer, type SequencedCandle} from "../../../src/lib/market-data/sequencer.js";
import {instrumentId} from "../../../src/lib/vocabulary/instrument.js";

const HOUR = 3_600_000;
const btc = instrumentId({symbol: "BTC/USDT", exchange: "simulated"});
const eth = instrumentId({symbol: "ETH/USDT", exchange: "simulated"});

function entry(instrument: typeof btc, hour: number, close = 100): SequencedCandle {
  const openTime = hour * HOUR;
  const prices = {open: close, high: close + 1, low: close - 1, close};
  const figures = {volume: 5, quoteVolume: Number.NaN, tradeCount: 3, takerBuyVolume: Number.NaN};
  const candle = {openTime, closeTime: openTime + HOUR, ...prices, ...figures};
  return {instrument, candle, origin: "simulated", recordedAt: openTime + HOUR + 7};
}

function sequencer(instruments = [eth, btc]) {
  return createSequencer({timeframe: "1h", instruments, graceMs: 5_000});
}

function ids(events: readonly MarketDataEvent[]): string[] {
  return events.map((event) => event.id);
}

describe("sequencer", () => {
  it("orders the candles of a close time by instrument and closes them with the watermark", () => {
    const tape = sequencer();
    expect(tape.push([entry(eth, 1)]).events).toEqual([]);
    const {events} = tape.push([entry(btc, 1)]);
    expect(ids(events)).toEqual([
      `candle:BTC/USDT@simulated:1h:${HOUR}:r0`,
      `candle:ETH/USDT@simulated:1h:${HOUR}:r0`,
      `slice:1h:${2 * HOUR}`
    ]);
    for (const event of events) expect(validateEvent(event)).toMatchObject({ok: true});
    expect(events[0]).toMatchObject({occurredAt: 2 * HOUR, correlationId: events[0]?.id, causationId: null});
    expect(events[0]).toMatchObject({payload: {quoteVolume: null, tradeCount: 3}});
  });

  it("gives the candle back with NaN where the event says null", () => {
    const {events} = sequencer([btc]).push([entry(btc, 1)]);
    const [event] = events;
    expect(event?.fact === "CandleClosed" && candleOfEvent(event)).toEqual(entry(btc, 1).candle);
  });

  it("completes a slice without a missing instrument once its deadline has passed, not before", () => {
    const tape = sequencer();
    tape.push([entry(btc, 1)]);
    expect(tape.advance(2 * HOUR + 4_999).events).toEqual([]);
    const {events} = tape.advance(2 * HOUR + 5_000);
    expect(events.at(-1)).toMatchObject({payload: {instruments: [btc], missing: [eth]}});
  });

  it("knows from a later candle of an instrument that its earlier one will not come", () => {
    const tape = sequencer();
    tape.push([entry(btc, 1), entry(eth, 1), entry(btc, 2)]);
    const {events} = tape.push([entry(eth, 3)]);
    expect(ids(events)).toEqual([`candle:BTC/USDT@simulated:1h:${2 * HOUR}:r0`, `slice:1h:${3 * HOUR}`]);
  });

  it("says how many candles are missing before one and publishes the gap", () => {
    const tape = sequencer([btc]);
    tape.push([entry(btc, 1)]);
    const {events} = tape.push([entry(btc, 4)]);
    expect(events[0]).toMatchObject({
      fact: "MarketDataGapFound",
      payload: {from: 2 * HOUR, to: 3 * HOUR, missingCandles: 2, reason: "unknown"}
    });
    expect(events[1]).toMatchObject({fact: "CandleClosed", payload: {missingBefore: 2}});
    for (const event of events) expect(validateEvent(event)).toMatchObject({ok: true});
  });

  it("sets a late candle aside and calls the gap it leaves late", () => {
    const tape = sequencer();
    tape.push([entry(btc, 1), entry(eth, 1)]);
    tape.push([entry(btc, 2)]);
    tape.advance(4 * HOUR);
    expect(tape.push([entry(eth, 2)]).setAside).toMatchObject([{reason: "late", instrument: eth}]);
    const {events} = tape.push([entry(btc, 3), entry(eth, 3)]);
    const gap = events.find((event) => event.fact === "MarketDataGapFound");
    expect(gap).toMatchObject({payload: {instrument: eth, reason: "late", missingCandles: 1}});
  });

  it("tells a duplicate from a revision, held or already on the tape", () => {
    const tape = sequencer();
    const first = tape.push([entry(btc, 1), entry(btc, 1), entry(btc, 1, 101)]);
    expect(first.setAside.map(({reason}) => reason)).toEqual(["duplicate", "revised"]);
    tape.push([entry(eth, 1)]);
    const second = tape.push([entry(btc, 1), entry(btc, 1, 101), entry(btc, 0)]);
    expect(second.setAside.map(({reason}) => reason)).toEqual(["duplicate", "revised", "earlier"]);
  });

  it("refuses candles off the grid and of instruments it does not know", () => {
    const off = {...entry(btc, 1), candle: {...entry(btc, 1).candle, openTime: HOUR + 1, closeTime: 2 * HOUR + 1}};
    const stranger = entry(instrumentId({symbol: "XRP/USDT", exchange: "simulated"}), 1);
    expect(
      sequencer()
        .push([off, stranger])
        .setAside.map(({reason}) => reason)
    ).toEqual(["misaligned", "unknown-instrument"]);
  });

  it("goes on from a tape that ends at a time and sees the hole after its last candle", () => {
    const options = {timeframe: "1h", instruments: [btc], graceMs: 0, completedThrough: 3 * HOUR} as const;
    const tape = createSequencer({...options, previousOpenTimes: {[btc]: HOUR}});
    const {events, setAside} = tape.push([entry(btc, 1), entry(btc, 2), entry(btc, 4)]);
    expect(setAside.map(({reason}) => reason)).toEqual(["revised", "late"]);
    expect(events[0]).toMatchObject({fact: "MarketDataGapFound", payload: {from: 2 * HOUR, to: 3 * HOUR}});
  });

  it("never holds more slices than its limit while an instrument is silent", () => {
    const tape = createSequencer({timeframe: "1h", instruments: [btc, eth], graceMs: 0, maximumHeldSlices: 3});
    const {events} = tape.push([1, 2, 3, 4, 5].map((hour) => entry(btc, hour)));
    expect(ids(events).filter((id) => id.startsWith("slice"))).toEqual([
      `slice:1h:${2 * HOUR}`,
      `slice:1h:${3 * HOUR}`
    ]);
    expect(tape.snapshot().held).toHaveLength(3);
  });
});
