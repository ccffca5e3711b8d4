/** The columnar path trades as the full pipeline does: every fill exactly, and the equity at every close. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {runBacktest} from "../../../src/lib/integration/backtest.js";
import {prepareColumns} from "../../../src/lib/integration/columnar/columnar-market.js";
import type {ColumnarFill, ColumnarRun} from "../../../src/lib/integration/columnar/columnar-run.js";
import {supportsColumnar} from "../../../src/lib/integration/columnar/columnar-support.js";
import {createFactorColumnCache} from "../../../src/lib/integration/columnar/factor-column-cache.js";
import {runColumnar} from "../../../src/lib/integration/columnar/run-columnar.js";
import {createStrategyPipeline} from "../../../src/lib/integration/create-strategy-pipeline.js";
import {planStrategy, type StrategyPlan} from "../../../src/lib/integration/strategy-plan.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {type RandomMarket, randomMarket, randomStrategy, withoutLeverageOnSpot} from "./columnar-market.js";

interface Trading {
  readonly fills: readonly ColumnarFill[];
  readonly times: readonly number[];
  readonly equity: readonly number[];
  readonly rejected: number;
  readonly exposedMarks: number;
}

it("fills, prices, fees and equity equal the full pipeline's over random rules and candles", () => {
  let fills = 0;
  const runs = {numbers: 0, decimals: 0};
  // Whole columns, the blocks of a single run, and blocks so short that every look back leaves them.
  const block = fc.constantFrom(null, undefined, 1, 3, 16);
  const property = fc.property(randomStrategy, randomMarket, block, (strategy, market, blockLength) => {
    const plan = planStrategy(withoutLeverageOnSpot(strategy, market), market.instruments);
    expect(supportsColumnar(plan)).toBeNull();
    const run = runInBlocks(plan, market, blockLength);
    const {rejected, exposedMarks} = run;
    const columnar = {fills: run.fills(), times: [...run.times], equity: [...run.equity], rejected, exposedMarks};
    expect(columnar).toEqual(pipelineTrading(plan, market));
    expect(run.fillCount).toBe(columnar.fills.length);
    expect(run.finalEquity).toBe(columnar.equity.at(-1) ?? null);
    fills += run.fillCount;
    if (run.fillCount > 0) runs[run.arithmetic]++;
  });
  fc.assert(property, {seed: 42, numRuns: 150});
  // Of nothing everything is true.
  expect(fills).toBeGreaterThan(1000);
  expect(Math.min(runs.numbers, runs.decimals)).toBeGreaterThan(10);
});

/** @param blockLength null for whole columns, undefined for what a run chooses */
function runInBlocks(plan: StrategyPlan, market: RandomMarket, blockLength: number | null | undefined): ColumnarRun {
  const columns = prepareColumns({timeframe: "1h", ...market});
  if (blockLength === undefined) return runColumnar(plan, columns);
  const instruments = plan.instruments.map(({id}) => id);
  const options = blockLength === null ? {instruments} : {instruments, blockLength};
  return runColumnar(plan, columns, {cache: createFactorColumnCache(columns, options)});
}

function pipelineTrading(plan: StrategyPlan, {warmUp, traded}: RandomMarket): Trading {
  const pipeline = createStrategyPipeline(plan);
  pipeline.warmUp(candleTape("1h", warmUp));
  const fills: ColumnarFill[] = [];
  const times: number[] = [];
  const equity: number[] = [];
  let rejected = 0;
  let exposedMarks = 0;
  runBacktest({
    pipeline,
    tape: candleTape("1h", traded),
    emit: (event) => {
      if (event.fact === "OrderFilled") {
        const {instrument, time, side, amount, price, fee} = event.payload;
        fills.push({instrument: instrument as ColumnarFill["instrument"], time, side, amount, price, fee});
      } else if (event.fact === "EquityMarked") {
        times.push(event.payload.closeTime);
        equity.push(event.payload.equity);
        if (event.payload.positionsValue !== 0) exposedMarks++;
      } else if (event.fact === "OrderRejected") rejected++;
    }
  });
  return {fills, times, equity, rejected, exposedMarks};
}
