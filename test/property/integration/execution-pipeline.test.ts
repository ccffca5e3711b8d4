/** The whole pipeline under other execution blocks: stopped and restored anywhere it trades as if it never stopped. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  DEFAULT_EXECUTION,
  type ExecutionConfiguration
} from "../../../src/lib/configuration/execution-configuration.js";
import {createStrategyPipeline} from "../../../src/lib/integration/create-strategy-pipeline.js";
import type {PipelineState} from "../../../src/lib/integration/pipeline.js";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import {createTradingDigest} from "../../../src/lib/integration/trading-digest.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {type SimulatedTape, simulatedTape} from "../../support/simulated-strategy.js";

const exits = {stopLoss: 0.008, takeProfit: 0.012, trailingStop: 0.01};
const BLOCKS: Readonly<Record<string, Partial<ExecutionConfiguration>>> = {
  "attached exits on a pessimistic path": {exits, candlePath: "pessimistic"},
  "impact by volume share, late orders": {exits, impact: {model: "volume-share", coefficient: 0.1}, latencyMs: 500},
  "freqtrade-like": {rules: "freqtrade-like", exits},
  "lean-immediate": {rules: "lean-immediate", exits}
};
const TAPE = simulatedTape({seed: 5, warmUpCandles: 60, candles: 160, holes: 19});

function trade(
  {plan: {strategy, instruments}, warmUp, traded}: SimulatedTape,
  execution: Partial<ExecutionConfiguration>,
  stopAt: number
) {
  const plan = planStrategy({...strategy, execution: {...DEFAULT_EXECUTION, ...execution}}, instruments);
  let pipeline = createStrategyPipeline(plan);
  pipeline.warmUp(candleTape(strategy.timeframe, warmUp));
  const digest = createTradingDigest();
  const exitFills = new Set<string>();
  let inputs = 0;
  for (const event of candleTape(strategy.timeframe, traded)) {
    if (inputs++ === stopAt) {
      const next = createStrategyPipeline(plan);
      next.restore(JSON.parse(JSON.stringify(pipeline.snapshot())) as PipelineState);
      pipeline = next;
    }
    pipeline.handle(event, (made) => {
      digest.take(made);
      if (made.fact === "OrderFilled" && made.payload.exit !== undefined) exitFills.add(made.payload.exit);
    });
  }
  return {summary: digest.summary(), exitFills, inputs};
}

describe("a pipeline", () => {
  for (const [name, execution] of Object.entries(BLOCKS)) {
    it(`trades alike with and without a stop: ${name}`, () => {
      const whole = trade(TAPE, execution, -1);
      expect(whole.summary.fills).toBeGreaterThan(5);
      expect(whole.exitFills.size).toBeGreaterThan(0);
      fc.assert(
        fc.property(fc.nat(whole.inputs - 1), (stopAt) => {
          expect(trade(TAPE, execution, stopAt).summary).toEqual(whole.summary);
        }),
        {seed: 42, numRuns: 4}
      );
    });
  }
});
