/** Equity kept as stretches is, bit for bit, what a column of it gives, read in whatever way. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {columnLine, type EquityLine} from "../../../../src/lib/integration/course/equity-line.js";
import {StretchLine} from "../../../../src/lib/integration/course/stretch-line.js";

const START = 100;
const price = fc.oneof(fc.double({min: 0.5, max: 40, noNaN: true}), fc.constantFrom(0, 7, 7));
const stretch = fc.record({
  closes: fc.array(price, {minLength: 1, maxLength: 9}),
  cash: fc.oneof(fc.double({min: -20, max: 200, noNaN: true}), fc.constantFrom(0, 100)),
  held: fc.oneof(fc.constant(0), fc.double({min: -3, max: 3, noNaN: true}))
});
const course = fc.record({
  first: fc.integer({min: 0, max: 3}),
  stretches: fc.array(stretch, {maxLength: 400 / 9})
});

it("has the same marks, sums, fall and powers", () => {
  const line = new StretchLine();
  fc.assert(
    fc.property(course, ({first, stretches}) => {
      const close = Float64Array.from([...Array<number>(first).fill(5), ...stretches.flatMap(({closes}) => closes)]);
      const equity: number[] = [];
      // The same room for every case, as for every run of a sweep.
      line.begin(START, {close, first});
      for (const {closes, cash, held} of stretches) {
        const from = first + equity.length;
        line.add({from, to: from + closes.length, cash, held});
        equity.push(...closes.map((value) => cash + held * value));
      }
      const column = columnLine(Float64Array.from(equity), START);
      expect(readingOf(line)).toEqual(readingOf(column));
      const worth = stretches.flatMap(({closes, held}) => closes.filter((value) => held * value !== 0));
      expect(line.exposed).toBe(worth.length);
    }),
    {seed: 42, numRuns: 500}
  );
});

it("finds any mark, also one before the last that was asked for", () => {
  const close = Float64Array.from({length: 600}, (_, i) => 1 + i);
  const line = new StretchLine();
  line.begin(START, {close, first: 0});
  for (let from = 0; from < 600; from += 2) line.add({from, to: from + 2, cash: from, held: (from / 2) % 3});
  const column = line.column();
  const asked = [599, 0, 300, 301, 2, 598, 1];
  expect(asked.map((index) => line.at(index))).toEqual(asked.map((index) => column[index]));
});

/** Only where there is a number does its sign and last bit count. */
function readingOf(line: EquityLine) {
  const {returnSum, deepestFall, ...more} = line.summary();
  const powers = line.powers(returnSum / line.length);
  const sums = Object.values({...powers, ...more}).map((value) => (Number.isNaN(returnSum) ? Number.NaN : value + 0));
  const marks = Array.from({length: line.length}, (_, index) => line.at(index));
  return {
    length: line.length,
    last: line.length === 0 ? null : line.last,
    marks,
    column: line.column(),
    returnSum,
    deepestFall,
    sums
  };
}
