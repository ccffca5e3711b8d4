/** An equity line read in pieces and levels comes to the same, bit for bit, as read mark by mark. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {EquityPass, equityPass} from "../../../../src/lib/integration/course/equity-pass.js";

const START = 100;
const value = fc.oneof(fc.double({min: 1, max: 500, noNaN: true}), fc.constantFrom(0, 100, 1e-9));
const stretches = fc.array(fc.record({value, count: fc.integer({min: 1, max: 5}), isLevel: fc.boolean()}), {
  maxLength: 30
});

it("is the same by marks, by ranges and by levels", () => {
  fc.assert(
    fc.property(stretches, (parts) => {
      const equity = Float64Array.from(parts.flatMap((part) => Array<number>(part.count).fill(part.value)));
      const pass = new EquityPass(START);
      let at = 0;
      for (const part of parts) {
        if (part.isLevel) pass.takeLevel(part.value, part.count);
        else pass.take(equity, {from: at, to: at + part.count});
        at += part.count;
      }
      expect(pass).toEqual(equityPass(equity, START));
      expect(pass.returnSum).toBe(sumOfReturns(equity));
      expect(pass.deepestFall).toBe(fallOf(equity));
    }),
    {seed: 42, numRuns: 500}
  );
});

function sumOfReturns(equity: Float64Array): number {
  return equity.reduce((sum, mark, i) => sum + (mark / (i === 0 ? START : (equity[i - 1] as number)) - 1), 0);
}

function fallOf(equity: Float64Array): number {
  let highest = START;
  return equity.reduce((deepest, mark) => {
    highest = Math.max(highest, mark);
    return Math.max(deepest, (highest - mark) / highest);
  }, 0);
}
