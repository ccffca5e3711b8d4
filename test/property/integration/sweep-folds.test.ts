/**
 * No leakage. A step uses what lies between its start and the end of the label of its last prediction. What overlaps a
 * test in this sense, and the embargo behind a test, must have no say in what is chosen for it, whatever is put there.
 */
import fc from "fast-check";
import {expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import type {CompactReturns} from "../../../src/lib/integration/sweep/compact-returns.js";
import {crossValidation} from "../../../src/lib/integration/sweep/cross-validation.js";
import {type FoldMarket, foldMarket} from "../../../src/lib/integration/sweep/fold-selection.js";
import {walkForward} from "../../../src/lib/integration/sweep/walk-forward.js";

const CANDLE = 3_600_000;

const settings = fc.record({
  seed: fc.integer({min: 1, max: 1e6}),
  steps: fc.integer({min: 90, max: 220}),
  trials: fc.integer({min: 2, max: 5}),
  candlesPerStep: fc.constantFrom(1, 2, 4),
  horizonCandles: fc.integer({min: 1, max: 12}),
  embargoCandles: fc.integer({min: 0, max: 8}),
  holes: fc.constantFrom(0, 0.05)
});
type Settings = typeof settings extends fc.Arbitrary<infer Value> ? Value : never;

function randomMarket({seed, steps, trials, candlesPerStep, holes, ...rest}: Settings): FoldMarket {
  const random = seededRandom(seed);
  const isHole = Array.from({length: steps}, () => random.next() < holes);
  const returns = Array.from(
    {length: trials},
    (): CompactReturns => ({
      from: 0,
      stepMs: candlesPerStep * CANDLE,
      values: Float64Array.from({length: steps}, (_, step) => (isHole[step] ? Number.NaN : 0.01 * random.normal()))
    })
  );
  return foldMarket(returns, {candleMs: CANDLE, criterion: "sharpe", ...rest});
}

/** From when to when a row uses information, by the definition. */
function spanOf({steps, stepMs, horizonCandles}: FoldMarket, row: number): readonly [number, number] {
  const start = (steps[row] as number) * stepMs;
  return [start, start + stepMs - CANDLE + horizonCandles * CANDLE];
}

/** The same market with other returns in some rows, so wild that they would decide any choice they are seen by. */
function poisoned(market: FoldMarket, rows: readonly number[], seed: number): FoldMarket {
  const random = seededRandom(seed);
  const favourite = random.below(market.columns.length);
  const columns = market.columns.map((column, trial) => {
    const changed = column.slice();
    for (const row of rows) changed[row] = (trial === favourite ? 0.5 : -0.5) + 0.01 * random.normal();
    return changed;
  });
  return {...market, columns};
}

/** Rows that a choice for the test rows may not see, by the definition. */
function forbiddenRows(market: FoldMarket, test: readonly number[]): readonly number[] {
  const {steps, stepMs, embargoCandles} = market;
  const [from] = spanOf(market, test[0] as number);
  const to = Math.max(...test.map((row) => spanOf(market, row)[1]));
  const rows = Array.from(steps.keys());
  const resumes = rows.find((row) => row > (test.at(-1) as number) && spanOf(market, row)[0] >= to) ?? steps.length;
  const embargo = Math.ceil((embargoCandles * CANDLE) / stepMs);
  return rows.filter((row) => {
    const [start, end] = spanOf(market, row);
    const isOverlapping = start < to && end > from;
    return isOverlapping || (row >= resumes && row < resumes + embargo);
  });
}

it("chooses for a group of the cross-validation without what touches it", () => {
  let purged = 0;
  fc.assert(
    fc.property(settings, fc.integer({min: 3, max: 6}), (wish, groups) => {
      const market = randomMarket(wish);
      const result = crossValidation(market, {groups, testGroups: 1});
      if (!result.isDefined) throw new Error(result.reason);
      const n = market.steps.length;
      let from = 0;
      result.splits.forEach((split, group) => {
        const size = Math.floor(n / groups) + (group < n % groups ? 1 : 0);
        const test = Array.from({length: size}, (_, i) => from + i);
        from += size;
        const forbidden = forbiddenRows(market, test);
        const again = crossValidation(poisoned(market, forbidden, wish.seed + group), {groups, testGroups: 1});
        expect(again.isDefined && again.splits[group]?.chosen).toBe(split.chosen);
        expect(split.trainSteps + split.purgedSteps + size).toBe(n);
        expect(split.purgedSteps).toBe(forbidden.length - size);
        purged += split.purgedSteps;
      });
    }),
    {seed: 42, numRuns: 60}
  );
  expect(purged).toBeGreaterThan(100);
});

it("would choose by what is poisoned, where it may see it", () => {
  const market = randomMarket({
    ...{seed: 5, steps: 120, trials: 4, candlesPerStep: 1},
    ...{horizonCandles: 4, embargoCandles: 2, holes: 0}
  });
  const before = crossValidation(market, {groups: 4, testGroups: 1});
  const rows = Array.from({length: 20}, (_, i) => 60 + i);
  const choices = [1, 2, 3, 4, 5, 6].map((seed) => {
    const after = crossValidation(poisoned(market, rows, seed), {groups: 4, testGroups: 1});
    return after.isDefined ? after.splits[0]?.chosen : null;
  });
  expect(before.isDefined).toBe(true);
  expect(new Set(choices).size).toBeGreaterThan(1);
});

it("makes whole paths: each group of each path from a split that tests it", () => {
  const market = randomMarket({
    ...{seed: 6, steps: 120, trials: 3, candlesPerStep: 1},
    ...{horizonCandles: 2, embargoCandles: 0, holes: 0}
  });
  const result = crossValidation(market, {groups: 6, testGroups: 2});
  expect(result).toMatchObject({isDefined: true, splits: {length: 15}, paths: {length: 5}});
});

it("walks forward without what touches the test or comes after it", () => {
  fc.assert(
    fc.property(settings, fc.constantFrom("anchored" as const, "rolling" as const), (wish, kind) => {
      const market = randomMarket(wish);
      const plan = {kind, train: 40 * wish.candlesPerStep, test: 15 * wish.candlesPerStep};
      const result = walkForward(market, plan);
      if (!result.isDefined) throw new Error(result.reason);
      result.folds.forEach((fold, index) => {
        const gap = (wish.horizonCandles + wish.embargoCandles) * CANDLE;
        expect(fold.testFrom - fold.trainTo).toBeGreaterThanOrEqual(gap);
        const rows = Array.from(market.steps.keys());
        // All that begins within the horizon and the embargo before the test, the test itself, and the future.
        const latest = fold.testFrom - gap;
        const forbidden = rows.filter((row) => ((market.steps[row] as number) + 1) * market.stepMs > latest);
        const again = walkForward(poisoned(market, forbidden, wish.seed + index), plan);
        expect(again.isDefined && again.folds[index]?.chosen).toBe(fold.chosen);
      });
      const tested = result.folds.reduce((sum, fold) => sum + (fold.testTo - fold.testFrom), 0);
      if (wish.holes === 0) expect(tested).toBe((wish.steps - 40) * market.stepMs);
    }),
    {seed: 42, numRuns: 60}
  );
});

it("says why when there is too little to train on or to test", () => {
  const market = randomMarket({
    ...{seed: 7, steps: 90, trials: 2, candlesPerStep: 1},
    ...{horizonCandles: 12, embargoCandles: 4, holes: 0}
  });
  expect(walkForward(market, {kind: "anchored", train: 10, test: 5})).toEqual({
    isDefined: false,
    reason: "training over 10 candles leaves nothing once 16 are purged"
  });
  expect(walkForward(market, {kind: "anchored", train: 90, test: 5})).toMatchObject({isDefined: false});
  expect(crossValidation(market, {groups: 50, testGroups: 1})).toMatchObject({isDefined: false});
});
