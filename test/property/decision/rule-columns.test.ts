/** Rules over whole columns say at each candle what a reader says that follows the candles one by one. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {ruleBook} from "../../../src/lib/decision/rules/rule-book.js";
import {ruleColumn} from "../../../src/lib/decision/rules/rule-columns.js";
import {NO_RULES} from "../../../src/lib/decision/rules/rule-configuration.js";
import {createRuleReader} from "../../../src/lib/decision/rules/rule-reader.js";
import type {FactorsCalculated} from "../../../src/lib/events/factor-calculation-event.js";
import type {CandleClosed} from "../../../src/lib/events/market-data-event.js";

const term = fc.constantFrom(
  "close",
  "open",
  "sma-3",
  "rsi-4",
  "2",
  "previous(sma-3)",
  "close - open",
  "1 / (close - 2)"
);
const comparison = fc
  .tuple(term, fc.constantFrom(">", "<", ">=", "<=", "==", "!=", "crosses above", "crosses below"), term)
  .map((parts) => parts.join(" "));
const {condition} = fc.letrec<{condition: string}>((tie) => ({
  condition: fc.oneof(
    {maxDepth: 3},
    comparison,
    fc
      .tuple(tie("condition"), fc.constantFrom("and", "or"), tie("condition"))
      .map(([a, word, b]) => `(${a}) ${word} (${b})`),
    tie("condition").map((inner) => `not (${inner})`)
  )
}));

const NAMES = ["sma-3", "rsi-4"];

it("the column equals the reader, over any rules and with undefined values, also across a snapshot", () => {
  let held = 0;
  const property = fc.property(condition, condition, fc.integer({min: 1, max: 1e6}), (enterLong, exitLong, seed) => {
    const book = ruleBook({...NO_RULES, enterLong, exitLong});
    if (!book.ok) throw new Error(book.reason);
    const columns = randomColumns(seed);
    const bits = ruleColumn(book.book, {length: 40, column: (name) => columns[name] as Float64Array});
    let reader = createRuleReader(book.book);
    for (let i = 0; i < 40; i++) {
      const candle = {payload: {close: columns.close?.[i], open: columns.open?.[i]}} as unknown as CandleClosed;
      const values = NAMES.map((name) => columns[name]?.[i]).map((value) => (Number.isNaN(value) ? null : value));
      const factors = {payload: {factors: NAMES, values}} as unknown as FactorsCalculated;
      expect(reader.read(candle, factors).bits).toBe(bits[i]);
      held += bits[i] === 0 ? 0 : 1;
      if (i === 20) {
        const state = JSON.parse(JSON.stringify(reader.snapshot()));
        reader = createRuleReader(book.book);
        reader.restore(state);
      }
    }
  });
  fc.assert(property, {seed: 42, numRuns: 400});
  expect(held).toBeGreaterThan(1000);
});

/** Small whole numbers, so that equalities and crossings happen. */
function randomColumns(seed: number): Record<string, Float64Array> {
  const random = seededRandom(seed);
  const column = (isWhole: boolean) =>
    Float64Array.from({length: 40}, () => (!isWhole && random.next() < 0.2 ? Number.NaN : random.below(5)));
  return {close: column(true), open: column(true), "sma-3": column(false), "rsi-4": column(false)};
}
