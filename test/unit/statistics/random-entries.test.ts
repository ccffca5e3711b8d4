/** Random entries: timing that is perfect stands out, timing that is none does not, and costs are kept. */
import {expect, it} from "vitest";
import {compareWithRandomEntries, type PlacedTrade} from "../../../src/lib/statistics/random-entries.js";

/** Up by 1 % at every tenth candle, flat in between. */
const opens = Float64Array.from({length: 400}, (_, index) => 100 * 1.01 ** Math.floor(index / 10));
const trade = (over: Partial<PlacedTrade>): PlacedTrade => ({
  opens,
  side: 1,
  candles: 1,
  cost: 0.001,
  return: 0.009,
  ...over
});

it("gives perfect timing the smallest p-value there is", () => {
  const trades = Array.from({length: 20}, () => trade({}));
  const {actual, mean, pValue, n} = compareWithRandomEntries(trades, {seed: 3, draws: 500});
  expect(n).toBe(20);
  expect(actual).toBeCloseTo(0.009, 12);
  expect(mean).toBeCloseTo(0.1 * 0.01 - 0.001, 3);
  expect(pValue).toBeCloseTo(1 / 501, 12);
});

it("gives timing that lost where chance gained a p-value of 1", () => {
  const trades = Array.from({length: 20}, () => trade({candles: 10, return: -0.001}));
  expect(compareWithRandomEntries(trades, {seed: 3}).pValue).toBe(1);
});

it("turns the side of a short around", () => {
  const {mean} = compareWithRandomEntries([trade({side: -1, candles: 10, cost: 0})], {seed: 3});
  expect(mean).toBeCloseTo(-0.01, 12);
});

it("leaves out, and counts, trades that have no place to be moved to", () => {
  const found = compareWithRandomEntries([trade({candles: 0}), trade({candles: 400}), trade({})], {seed: 3});
  expect(found).toMatchObject({n: 1, dropped: 2});
});

it("has nothing to say without a trade", () => {
  expect(compareWithRandomEntries([], {seed: 3})).toMatchObject({n: 0, actual: null, mean: null, pValue: null});
});
