/** Books out of a snapshot and changes: each change in its place, and no book at all where one is missing. */
import {describe, expect, it} from "vitest";
import {BookBuilder} from "../../../src/lib/market-data/book-builder.js";
import type {BookChangeRow, BookRow} from "../../../src/lib/market-data/market-flow.js";

const snapshot = (sequence: number | null, time = 0): BookRow => ({
  ...{time, sequence},
  bids: [
    [99, 1],
    [98, 2]
  ],
  asks: [
    [101, 1],
    [102, 2]
  ]
});
const change = (first: number, last: number, given: Partial<BookChangeRow> = {}): BookChangeRow => ({
  ...{time: last, firstUpdate: first, lastUpdate: last, previousUpdate: null},
  ...{bids: [], asks: []},
  ...given
});

describe("a book", () => {
  it("takes levels away, changes them and adds them, best first", () => {
    const builder = new BookBuilder();
    builder.snapshot(snapshot(10));
    const book = builder.change(
      change(11, 12, {
        bids: [
          [99, 0],
          [98.5, 3]
        ],
        asks: [[101, 5]]
      })
    );
    expect(book).toEqual({
      ...{time: 12, sequence: 12},
      bids: [
        [98.5, 3],
        [98, 2]
      ],
      asks: [
        [101, 5],
        [102, 2]
      ]
    });
  });

  it("takes changes that came before their snapshot, and leaves out those that it holds", () => {
    const builder = new BookBuilder();
    expect(builder.change(change(5, 9, {bids: [[99, 7]]}))).toBeNull();
    expect(builder.change(change(10, 12, {bids: [[98, 0]]}))).toBeNull();
    expect(builder.snapshot(snapshot(10))?.bids).toEqual([[99, 1]]);
    expect(builder.change(change(9, 12))).toBeNull();
  });

  it("is empty once where a change is missing, and known again from the next snapshot", () => {
    const builder = new BookBuilder();
    builder.snapshot(snapshot(10));
    expect(builder.change(change(13, 14))).toEqual({time: 14, sequence: 14, bids: [], asks: []});
    expect(builder.change(change(15, 16))).toBeNull();
    expect(builder.snapshot(snapshot(20))?.bids).toHaveLength(2);
  });

  it("goes by the id before a change where the venue says it", () => {
    const builder = new BookBuilder();
    builder.snapshot(snapshot(10));
    expect(builder.change(change(15, 16, {previousUpdate: 10}))?.bids).toHaveLength(2);
    expect(builder.change(change(20, 21, {previousUpdate: 18}))?.bids).toEqual([]);
  });

  it("keeps what it knows when an older snapshot comes late", () => {
    const builder = new BookBuilder();
    builder.snapshot(snapshot(10));
    builder.change(change(11, 30));
    expect(builder.snapshot(snapshot(20))).toBeNull();
  });
});
