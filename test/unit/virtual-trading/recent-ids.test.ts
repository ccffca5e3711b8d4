/** What the broker remembers of order ids: always the latest, across forgetting and restoring. */
import {expect, test} from "vitest";
import {createRecentIds} from "../../../src/lib/virtual-trading/recent-ids.js";

const named = (from: number, to: number) => Array.from({length: to - from}, (_, i) => `order:${from + i}`);

test("remembers the latest ids and forgets the oldest, one for one", () => {
  const ids = createRecentIds(10);
  for (const id of named(0, 1_000)) ids.add(id);
  expect(ids.list()).toEqual(named(990, 1_000));
  expect(ids.has("order:989")).toBe(false);
  expect(ids.has("order:990")).toBe(true);
});

test("goes on from a list as the one that made it", () => {
  const one = createRecentIds(10);
  for (const id of named(0, 25)) one.add(id);
  const other = createRecentIds(10);
  other.add("order:of-another-life");
  other.restore(one.list());
  for (const id of named(25, 60)) {
    one.add(id);
    other.add(id);
    expect(other.list()).toEqual(one.list());
  }
});
