/** The content of a series: any change changes the hash, and one changed row is found by its locator. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {copyColumns} from "../../../src/loaders/database/candle-difference.js";
import {locateChangedRow} from "../../../src/loaders/snapshot/row-locator.js";
import {SeriesContentHasher} from "../../../src/loaders/snapshot/series-content.js";
import {walkCandles} from "../../support/candles.js";

function contentOf(...parts: readonly CandleColumns[]) {
  const hasher = new SeriesContentHasher();
  for (const part of parts) hasher.add(part);
  return hasher.finish();
}

describe("the content of a series", () => {
  const rows = 20_000;
  const columns = walkCandles({length: rows});
  const before = contentOf(columns);

  it("is the same in whatever parts the rows come", () => {
    const cuts = [0, 1, 8191, 8193, 15_000, rows];
    const parts = cuts.slice(1).map((to, i) => sliceColumns(columns, cuts[i] as number, to));
    expect(contentOf(...parts)).toEqual(before);
  });

  it("names the one row in which any figure differs by any bit", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: rows - 1}),
        fc.constantFrom(...CANDLE_COLUMN_NAMES),
        fc.integer({min: 0, max: 51}),
        (row, name, bit) => {
          const changed = copyColumns(columns);
          if (Number.isNaN(changed[name][row])) changed[name][row] = bit;
          else new Uint32Array(changed[name].buffer)[row * 2 + (bit >> 5)] = flipped(changed[name], row, bit);
          const after = contentOf(changed);
          expect(after.hash).not.toBe(before.hash);
          expect(locateChangedRow(before, after)).toBe(row);
        }
      ),
      {seed: 42, numRuns: 60}
    );
  });

  it("names no row when several differ, or one is missing", () => {
    const changed = copyColumns(columns);
    for (const row of [5, 6000, 19_000]) changed.close[row] = 1;
    expect(locateChangedRow(before, contentOf(changed))).toBeNull();
    expect(locateChangedRow(before, contentOf(sliceColumns(columns, 1, rows)))).toBeNull();
    expect(locateChangedRow(before, before)).toBeNull();
  });
});

const flipped = (column: Float64Array, row: number, bit: number) =>
  ((new Uint32Array(column.buffer)[row * 2 + (bit >> 5)] as number) ^ (1 << (bit & 31))) >>> 0;
