/**
 * Collectors of some instruments each, put together, give what one collector of all gives, however their events
 * interleave.
 */
import fc from "fast-check";
import {expect, it} from "vitest";
import type {MarketDataEvent} from "../../src/lib/events/market-data-event.js";
import {candleTape} from "../../src/lib/market-data/candle-tape.js";
import {SliceMerger} from "../../src/lib/market-data/slice-merger.js";
import {simulatedTape} from "../support/simulated-strategy.js";

const {plan, traded} = simulatedTape({seed: 5, warmUpCandles: 10, candles: 40, holes: 7});

it("puts divided collections together as one collection would be", () => {
  const whole = [...candleTape("1h", traded)];
  const property = fc.property(fc.integer({min: 2, max: 3}), fc.infiniteStream(fc.nat({max: 2})), (of, choices) => {
    const shards = Array.from({length: of}, (_, shard) => traded.filter((__, index) => index % of === shard));
    const merger = new SliceMerger({
      timeframe: "1h",
      shards: shards.map((series) => series.map(({instrument}) => instrument))
    });
    const queues = shards.map((series) => [...candleTape("1h", series)] as MarketDataEvent[]);
    const merged: MarketDataEvent[] = [];
    for (const choice of choices) {
      const left = queues.filter((queue) => queue.length > 0);
      const queue = left[choice % Math.max(1, left.length)];
      const event = queue?.shift();
      if (queue === undefined || event === undefined) break;
      merged.push(...merger.push(queues.indexOf(queue), event));
    }
    // What no later slice of all collectors confirms is held back.
    expect(merged.length).toBeGreaterThan(whole.length / 2);
    expect(merged).toEqual(whole.slice(0, merged.length));
  });
  expect(plan.instruments).toHaveLength(3);
  fc.assert(property, {seed: 42, numRuns: 30});
});
