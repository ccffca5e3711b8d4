/** The hash over a run's events: every byte and their order count, however they were gathered. */
import {createHash} from "node:crypto";
import {expect, test} from "vitest";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {createEventHash} from "../../../src/loaders/research/event-hash.js";
import {testInstrument, walkCandles} from "../../support/candles.js";

const instrument = testInstrument("BTC/USDT").id;

function tape(length: number) {
  return [...candleTape("1h", [{instrument, columns: walkCandles({length}), origin: "simulated"}])];
}

function hashOf(events: ReturnType<typeof tape>): string {
  const hash = createEventHash();
  for (const event of events) hash.take(event);
  return hash.digest();
}

test("is the SHA-256 of one line of JSON an event, also where they are hashed in several pieces", () => {
  const events = tape(500);
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  expect(lines.length).toBeGreaterThan(3 * 65_536);
  expect(hashOf(events)).toBe(createHash("sha256").update(lines).digest("hex"));
});

test("differs when two events change places or one is left out", () => {
  const events = tape(20);
  const [first, second, ...rest] = events as [(typeof events)[0], (typeof events)[0], ...typeof events];
  expect(hashOf([second, first, ...rest])).not.toBe(hashOf(events));
  expect(hashOf(events.slice(0, -1))).not.toBe(hashOf(events));
});
