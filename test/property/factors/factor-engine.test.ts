/** The factor component goes on from a snapshot as if it had never stopped. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {canonicalJson} from "../../../src/lib/core/canonical-json.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {createFactorEngine} from "../../../src/lib/factors/factor-engine.js";
import {ALL_FACTORS} from "../../../src/lib/factors/factor-named.js";
import {candleClosed, madeUpCandles, sliceCompleted} from "../../unit/factors/made-up-candles.js";

const INSTRUMENTS = ["BTC/USDT@binance", "ETH/USDT@binance"];
const COUNT = 60;

function tape(): PapertapeEvent[] {
  const markets = INSTRUMENTS.map((id, seed) => ({id, candles: madeUpCandles({seed, count: COUNT})}));
  return Array.from({length: COUNT}, (_, i) => [
    ...markets.map(({id, candles}) =>
      candleClosed(id, candles[i] as (typeof candles)[number], {missingBefore: i === 20 ? 1 : 0})
    ),
    sliceCompleted((i + 1) * 3_600_000, INSTRUMENTS)
  ]).flat();
}

it("emits the same events whether or not it was stopped and restored between any two of them", () => {
  const events = tape();
  const factors = ALL_FACTORS.filter(({warmUp}) => warmUp < COUNT);
  const create = () => createFactorEngine({instruments: INSTRUMENTS, timeframe: "1h", factors});
  const whole: PapertapeEvent[] = [];
  const uninterrupted = create();
  for (const event of events) uninterrupted.handle(event, (made) => whole.push(made));
  expect(whole).toHaveLength(INSTRUMENTS.length * COUNT);
  const property = fc.property(fc.integer({min: 0, max: events.length}), (stop) => {
    const made: PapertapeEvent[] = [];
    const emit = (event: PapertapeEvent) => made.push(event);
    const before = create();
    for (const event of events.slice(0, stop)) before.handle(event, emit);
    const state = JSON.parse(canonicalJson(before.snapshot()));
    const after = create();
    after.restore(state);
    for (const event of events.slice(stop)) after.handle(event, emit);
    expect(JSON.stringify(made)).toBe(JSON.stringify(whole));
  });
  fc.assert(property, {seed: 42, numRuns: 12});
});
