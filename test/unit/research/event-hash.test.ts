/** The hash over a run's events: every byte and their order count, however they were gathered. */
import {createHash} from "node:crypto";
import {expect, test} from "vitest";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {createEventHash} from "../../../src/loaders/research/event-hash.js";
import {createValueBytes} from "../../../src/loaders/research/value-bytes.js";
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

test("is the SHA-256 of the events' bytes, also where they are hashed in several pieces", () => {
  const events = tape(500);
  const sha = createHash("sha256");
  let length = 0;
  const bytes = createValueBytes((piece) => {
    length += piece.length;
    sha.update(piece);
  });
  for (const event of events) {
    bytes.write(event);
    bytes.flush();
  }
  expect(length).toBeGreaterThan(3 * 65_536);
  expect(hashOf(events)).toBe(sha.digest("hex"));
});

test("differs when one number of one event does, or the order of its keys", () => {
  const [event] = tape(1) as [ReturnType<typeof tape>[0]];
  const {id, ...rest} = event;
  expect(hashOf([{...event, recordedAt: event.recordedAt + 1}])).not.toBe(hashOf([event]));
  expect(hashOf([{...rest, id} as typeof event])).not.toBe(hashOf([event]));
  expect(hashOf([{...event}])).toBe(hashOf([event]));
});

test("differs when two events change places or one is left out", () => {
  const events = tape(20);
  const [first, second, ...rest] = events as [(typeof events)[0], (typeof events)[0], ...typeof events];
  expect(hashOf([second, first, ...rest])).not.toBe(hashOf(events));
  expect(hashOf(events.slice(0, -1))).not.toBe(hashOf(events));
});
