/**
 * Orders that share a candle's volume under volume-share take it to the last step: nothing is lost to the sum of what
 * the orders before took, and nobody gets more than asked for.
 */
import fc from "fast-check";
import {expect, it} from "vitest";
import {done} from "../../unit/virtual-trading/small-case.js";

const INCREMENT = 0.1;
const VOLUME = 10;

it("the share of a candle is used up when the orders ask for it", () => {
  const scene = {
    steps: fc.array(fc.integer({min: 1, max: 40}), {minLength: 1, maxLength: 8}),
    volumeLimit: fc.constantFrom(0.06, 0.25, 0.5, 1),
    type: fc.constantFrom("volume-share", "fixed-bps")
  };
  fc.assert(
    fc.property(fc.record(scene), ({steps, volumeLimit, type}) => {
      const {fills} = done({
        rules: "volume-share",
        instrument: {symbol: "X", amountIncrement: INCREMENT},
        market: {timeframe: "1m", candles: [[0, 100, 100, 100, 100, VOLUME]]},
        model: {slippage: {type, volumeLimit}},
        orders: steps.map((step, i) => ({id: `o${i}`, time: 0, side: "buy", amount: step / 10}))
      });
      const taken = fills.map(({amount}) => Math.round(amount / INCREMENT));
      const asked = steps.reduce((sum, step) => sum + step, 0);
      const shown = Math.round((volumeLimit * VOLUME) / INCREMENT);
      expect(taken.reduce((sum, step) => sum + step, 0)).toBe(Math.min(asked, shown));
      for (const [i, step] of taken.entries()) expect(step).toBeLessThanOrEqual(steps[i] ?? 0);
    }),
    {seed: 11, numRuns: 300}
  );
});
