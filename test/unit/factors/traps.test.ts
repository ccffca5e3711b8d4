/** Traps of funding stamps, quotes and cheap coins, each named as in the methods. */
import {describe, expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {createFactorEngine} from "../../../src/lib/factors/factor-engine.js";
import {factorNamed} from "../../../src/lib/factors/factor-named.js";
import {emptyQuotes, emptyTrades} from "../../../src/lib/factors/microstructure/tape-columns.js";
import {tradeSpreads} from "../../../src/lib/factors/microstructure/trade-spreads.js";
import {candleTape, type TapeSeries} from "../../../src/lib/market-data/candle-tape.js";
import {testInstrument, walkCandles} from "../../support/candles.js";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

describe("funding stamps (T11)", () => {
  const factor = factorNamed("funding-rate");
  if (factor === null) throw new Error("there is no funding-rate");
  const factors = [factor];

  /** Values at each close; settlements come onto the tape just before the slice of the candle with that number. */
  function valuesWith(settlements: readonly {stamp: number; comesBefore: number; rate: number}[]): (number | null)[] {
    const series: TapeSeries = {
      instrument: testInstrument("BTC/USDT").id,
      columns: walkCandles({from: START, length: 6}),
      origin: "exchange"
    };
    const engine = createFactorEngine({instruments: [series.instrument], timeframe: "1h", factors});
    const values: (number | null)[] = [];
    let slice = 0;
    const keep = (made: PapertapeEvent) => {
      if (made.fact === "FactorsCalculated") values.push(made.payload.values[0] ?? null);
    };
    for (const event of candleTape("1h", [series])) {
      if (event.fact === "SliceCompleted")
        for (const {stamp, rate, comesBefore} of settlements)
          if (comesBefore === slice)
            engine.handle(
              {
                ...event,
                fact: "FundingSettled",
                payload: {instrument: series.instrument, time: stamp, rate, intervalHours: 8}
              } as unknown as PapertapeEvent,
              keep
            );
      if (event.fact === "SliceCompleted") slice++;
      engine.handle(event, keep);
    }
    return values;
  }

  it("say when a rate was settled; a value knows it from the close after it was told, not from its stamp", () => {
    const told = valuesWith([{stamp: START + 2 * HOUR, comesBefore: 4, rate: 0.0001}]);
    expect(told.slice(0, 4)).toEqual([null, null, null, null]);
    expect(told[4]).toBeGreaterThan(0);
  });

  it("that lie in the future of a close are not seen at it, even when the venue tells them ahead", () => {
    const ahead = valuesWith([{stamp: START + 5 * HOUR, comesBefore: 0, rate: 0.0001}]);
    expect(ahead.slice(0, 4)).toEqual([null, null, null, null]);
    expect(ahead[4]).toBeGreaterThan(0);
  });
});

describe("quotes that come before the trade that moved them (T12)", () => {
  it("turn the effective spread negative in a join without lag, and not in one with lag", () => {
    const count = 50;
    const trades = emptyTrades(count);
    const quotes = emptyQuotes(2 * count);
    for (let i = 0; i < count; i++) {
      const mid = 100 + i;
      // A buy lifts the ask at mid + 0.05; the quote after it, a whole unit higher, is told 5 ms before the trade.
      quotes.time.set([1000 * i, 1000 * i + 495], 2 * i);
      quotes.bid.set([mid - 0.05, mid + 0.95], 2 * i);
      quotes.ask.set([mid + 0.05, mid + 1.05], 2 * i);
      trades.time[i] = 1000 * i + 500;
      trades.price[i] = mid + 0.05;
      trades.amount[i] = 1;
      trades.side[i] = 1;
    }
    expect(tradeSpreads(trades, quotes, {lag: 0, horizon: 100})?.effectiveBps).toBeLessThan(0);
    const lagged = tradeSpreads(trades, quotes, {lag: 20, horizon: 100});
    expect(lagged?.effectiveBps).toBeGreaterThan(0);
    expect(lagged?.signAgreement).toBe(1);
  });
});
