/** Thinned returns of any marks are those that asking each mark for its step gives. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {HOUR_MS} from "../../../../src/lib/core/time.js";
import {columnLine} from "../../../../src/lib/integration/course/equity-line.js";
import {compactReturns, stepLength} from "../../../../src/lib/integration/sweep/compact-returns.js";

const market = fc.record({
  candles: fc.constantFrom(1, 7, 200, 9_000, 30_000),
  firstHour: fc.integer({min: 0, max: 30}),
  holes: fc.constantFrom(0, 0.01, 0.7),
  seed: fc.integer({min: 1, max: 1e6})
});

it("closes each step with its last mark, over gaps as well", () => {
  fc.assert(
    fc.property(market, ({candles, firstHour, holes, seed}) => {
      const kept = Array.from({length: candles}, (_, i) => i).filter((i) => hash(i, seed) >= holes);
      const times = Float64Array.from(kept, (i) => (firstHour + i + 1) * HOUR_MS);
      const equity = Float64Array.from(kept, (i) => 100 + 10 * hash(i, seed + 1));
      const range = {from: firstHour * HOUR_MS, to: (firstHour + candles) * HOUR_MS, candleMs: HOUR_MS};
      const {values} = compactReturns({times, line: columnLine(equity, 100)}, range);
      expect(values).toEqual(byMark(times, equity, range));
    }),
    {seed: 42, numRuns: 60}
  );
});

function byMark(times: Float64Array, equity: Float64Array, range: {from: number; to: number; candleMs: number}) {
  const stepMs = stepLength(range);
  const steps = Math.max(1, Math.ceil((range.to - range.from) / stepMs));
  const lasts = new Map<number, number>();
  times.forEach((time, i) => {
    lasts.set(Math.min(steps - 1, Math.floor((time - 1 - range.from) / stepMs)), equity[i] as number);
  });
  const values = new Float64Array(steps).fill(Number.NaN);
  let before = 100;
  for (const [step, last] of lasts) {
    values[step] = last / before - 1;
    before = last;
  }
  return values;
}

/** In 0..1, the same for the same numbers. */
function hash(i: number, seed: number): number {
  const mixed = Math.sin(i * 12.9898 + seed * 78.233) * 43_758.5453;
  return mixed - Math.floor(mixed);
}
