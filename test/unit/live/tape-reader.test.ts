/** What a tape reader publishes when it goes on with a session that has taken a part of the tape. */
import {expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {readTape} from "../../../src/live/integration/tape-reader.js";
import {simulatedTape} from "../../support/simulated-strategy.js";

it("publishes a command that stands behind the last watermark taken, though it bears an earlier time", async () => {
  const {traded, firstOpenTime} = simulatedTape({seed: 1, warmUpCandles: 5, candles: 4});
  const candles: readonly PapertapeEvent[] = [...candleTape("1h", traded)];
  const slices = candles.filter(({fact}) => fact === "SliceCompleted");
  const [, second] = slices;
  const after = second?.occurredAt ?? 0;
  const paused: PapertapeEvent = {
    id: "command:TradingPaused:1",
    type: "ConfigurationEvent",
    fact: "TradingPaused",
    version: 1,
    occurredAt: after - 1,
    recordedAt: after - 1,
    correlationId: "command:TradingPaused:1",
    causationId: null,
    source: "control",
    payload: {by: "ada", reason: "a test"}
  };
  const place = candles.findIndex(({id}) => id === second?.id) + 1;
  const tape = [...candles.slice(0, place), paused, ...candles.slice(place)];
  const published: PapertapeEvent[] = [];
  const publish: EventBus["publish"] = (_, events) => {
    published.push(...events);
    return Promise.resolve({appended: events.length, duplicates: 0});
  };
  const last = await readTape({
    tape,
    bus: {publish},
    stream: "inputs",
    runner: {reached: () => Promise.resolve()},
    after,
    speed: "max",
    signal: new AbortController().signal
  });
  expect(firstOpenTime).toBeLessThan(after);
  expect(published).toEqual(tape.slice(place));
  expect(last).toBe(slices.at(-1)?.occurredAt);
});
