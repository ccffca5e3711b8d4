import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {createSequencer, type SequencedCandle} from "../../../src/lib/market-data/sequencer.js";
import {columnsOf} from "../../../src/lib/vocabulary/candle-rows.js";
import {instrumentId} from "../../../src/lib/vocabulary/instrument.js";

const HOUR = 3_600_000;
const instruments = ["AAA", "BBB", "CCC"].map((symbol) => instrumentId({symbol, exchange: "simulated"}));

/** For each instrument the hours it has a candle for; the rest are holes. */
const histories = fc.array(fc.uniqueArray(fc.integer({min: 0, max: 12}), {maxLength: 10}), {
  minLength: 3,
  maxLength: 3
});

function entryOf(index: number, hour: number): SequencedCandle {
  const openTime = hour * HOUR;
  const prices = {open: 10 + index, high: 12 + hour + index, low: 9, close: 11};
  const figures = {volume: hour, quoteVolume: Number.NaN, tradeCount: Number.NaN, takerBuyVolume: Number.NaN};
  const candle = {openTime, closeTime: openTime + HOUR, ...prices, ...figures};
  const instrument = instruments[index] ?? instrumentId({symbol: "ZZZ", exchange: "simulated"});
  return {instrument, candle, origin: "simulated", recordedAt: openTime + HOUR};
}

function inOrder(hours: readonly number[][]): SequencedCandle[][] {
  return hours.map((list, index) => [...list].sort((a, b) => a - b).map((hour) => entryOf(index, hour)));
}

/** Draws from the queues as `picks` says: any interleaving that keeps each instrument's order. */
function interleave(queues: readonly SequencedCandle[][], picks: readonly number[]): SequencedCandle[] {
  const rest = queues.map((queue) => [...queue]);
  const drawn: SequencedCandle[] = [];
  for (let turn = 0; rest.some((queue) => queue.length > 0); turn++) {
    const filled = rest.filter((queue) => queue.length > 0);
    const next = filled[(picks[turn % picks.length] ?? 0) % filled.length]?.shift();
    if (next !== undefined) drawn.push(next);
  }
  return drawn;
}

const picks = fc.array(fc.nat(7), {minLength: 1, maxLength: 20});

describe("sequencer", () => {
  it("gives the same tape for every interleaving of the same candles, and it is the tape of history", () => {
    fc.assert(
      fc.property(histories, picks, (hours, order) => {
        const queues = inOrder(hours);
        const sequencer = createSequencer({timeframe: "1h", instruments, graceMs: 0});
        const events = interleave(queues, order).flatMap((entry) => [...sequencer.push([entry]).events]);
        events.push(...sequencer.finish().events);
        const series = queues.map((queue, index) => ({
          instrument: instruments[index] as (typeof instruments)[0],
          columns: columnsOf(
            "1h",
            queue.map(({candle}) => candle)
          ),
          origin: "simulated" as const
        }));
        expect(events).toEqual([...candleTape("1h", series)]);
      }),
      {seed: 42, numRuns: 200}
    );
  });

  it("goes on after restore exactly where the snapshot stood", () => {
    fc.assert(
      fc.property(histories, picks, fc.nat(30), (hours, order, cut) => {
        const entries = interleave(inOrder(hours), order);
        const run = (restoreAt: number) => {
          let sequencer = createSequencer({timeframe: "1h", instruments, graceMs: HOUR});
          const events = entries.flatMap((entry, index) => {
            if (index === restoreAt) {
              const state = JSON.parse(JSON.stringify(sequencer.snapshot()));
              sequencer = createSequencer({timeframe: "1h", instruments, graceMs: HOUR});
              sequencer.restore(state);
            }
            return [...sequencer.push([entry]).events, ...sequencer.advance(entry.candle.closeTime).events];
          });
          return [...events, ...sequencer.finish().events];
        };
        expect(run(cut)).toEqual(run(-1));
      }),
      {seed: 42, numRuns: 200}
    );
  });
});
