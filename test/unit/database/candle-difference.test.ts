/** What is new, what is a correction and what says nothing new. */
import {describe, expect, it} from "vitest";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {assertStorable, compareCandles, copyColumns} from "../../../src/loaders/database/candle-difference.js";
import {walkCandles} from "../../support/candles.js";

describe("comparing candles with stored ones", () => {
  const all = walkCandles({length: 20});

  it("tells new from known when both reach beyond each other", () => {
    const {inserted, revised, unchanged} = compareCandles(sliceColumns(all, 5, 20), sliceColumns(all, 0, 12));
    expect([...inserted]).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    expect([revised.length, unchanged]).toEqual([0, 7]);
  });

  it("finds candles that fall into the holes of what is stored", () => {
    const stored = copyColumns(sliceColumns(all, 0, 3));
    stored.openTime[1] = all.openTime[10] as number;
    stored.openTime[2] = all.openTime[15] as number;
    expect(compareCandles(all, stored).inserted.length).toBe(17);
  });

  it("takes a figure given for the first time for a correction, and keeps the other stored ones", () => {
    const stored = copyColumns(sliceColumns(all, 0, 1));
    stored.tradeCount[0] = Number.NaN;
    const incoming = copyColumns(sliceColumns(all, 0, 1));
    incoming.quoteVolume[0] = Number.NaN;
    expect([...compareCandles(incoming, stored).revised]).toEqual([0]);
    expect(incoming.quoteVolume[0]).toBe(stored.quoteVolume[0]);
  });

  it("leaves an unknown figure unknown when the price was corrected too", () => {
    const incoming = copyColumns(sliceColumns(all, 0, 1));
    incoming.quoteVolume[0] = Number.NaN;
    incoming.close[0] = 1;
    expect([...compareCandles(incoming, all).revised]).toEqual([0]);
    expect(incoming.quoteVolume[0]).toBeNaN();
  });

  it.each(["open", "high", "low", "close", "volume"] as const)("refuses a %s that is no number", (name) => {
    const columns = copyColumns(all);
    columns[name][4] = Number.NaN;
    expect(() => assertStorable(columns)).toThrow(`candle 4 has a number as ${name}`);
  });
});
