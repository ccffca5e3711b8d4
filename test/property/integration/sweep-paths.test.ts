/** A trial comes to the same by either path: digest, figures, shape and returns, over random rules and candles. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import {createTrialRunner, runFullTrial, type TrialCandles} from "../../../src/lib/integration/sweep/run-trial.js";
import {type RandomMarket, randomMarket, randomStrategy, withoutLeverageOnSpot} from "./columnar-market.js";

function candlesOf({warmUp, traded}: RandomMarket): TrialCandles {
  const times = traded.flatMap(({columns}) => [...columns.openTime]);
  return {warmUp, traded, finer: null, firstOpenTime: Math.min(...times), lastOpenTime: Math.max(...times)};
}

it("is the same result by columns as by the full pipeline", () => {
  let fills = 0;
  let trades = 0;
  fc.assert(
    fc.property(randomStrategy, randomMarket, (strategy, market) => {
      const plan = planStrategy(withoutLeverageOnSpot(strategy, market), market.instruments);
      const candles = candlesOf(market);
      const columnar = createTrialRunner().run(plan, candles);
      const full = runFullTrial(plan, candles);
      expect(columnar.path).toBe("columnar");
      expect(full.path).toBe("full");
      expect({...columnar, path: "full"}).toEqual(full);
      fills += full.figures.fills;
      trades += full.figures.trades;
    }),
    {seed: 42, numRuns: 40}
  );
  expect(fills).toBeGreaterThan(200);
  expect(trades).toBeGreaterThan(50);
});

it("keeps apart what it shares between trials of other candles", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(randomStrategy, randomMarket), {minLength: 3, maxLength: 3}), (cases) => {
      const shared = createTrialRunner();
      for (const [strategy, market] of [...cases, ...cases]) {
        const plan = planStrategy(withoutLeverageOnSpot(strategy, market), market.instruments);
        expect(shared.run(plan, candlesOf(market)).digest).toBe(runFullTrial(plan, candlesOf(market)).digest);
      }
    }),
    {seed: 43, numRuns: 4}
  );
});
