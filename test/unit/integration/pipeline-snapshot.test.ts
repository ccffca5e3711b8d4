import {describe, expect, it} from "vitest";
import {DEFAULT_STRATEGY} from "../../../src/lib/configuration/strategy-configuration.js";
import {createStrategyPipeline} from "../../../src/lib/integration/create-strategy-pipeline.js";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {simulatedTape} from "../../support/simulated-strategy.js";

/** After so many inputs each state is taken. */
const TAKEN_AT = [40, 333, 700, 1_100];

describe("the state of a pipeline", () => {
  it("stays as it was taken while the pipeline goes on, so that it may wait to be stored", () => {
    const {plan, warmUp, traded} = simulatedTape({seed: 4, warmUpCandles: 60, candles: 400, holes: 29});
    const {agents} = DEFAULT_STRATEGY;
    const strategy = {...plan.strategy, agents: {...agents, horizonCandles: 4}};
    const pipeline = createStrategyPipeline(planStrategy(strategy, plan.instruments));
    pipeline.warmUp(candleTape("1h", warmUp));
    const states: {readonly state: object; readonly text: string}[] = [];
    let inputs = 0;
    let fills = 0;
    for (const event of candleTape("1h", traded)) {
      pipeline.handle(event, ({fact}) => {
        if (fact === "OrderFilled") fills++;
      });
      inputs++;
      if (!TAKEN_AT.includes(inputs)) continue;
      const state = pipeline.snapshot();
      states.push({state, text: JSON.stringify(state)});
    }
    expect(fills).toBeGreaterThan(20);
    expect(states.length).toBe(TAKEN_AT.length);
    for (const {state, text} of states) expect(JSON.stringify(state)).toBe(text);
    expect(new Set(states.map(({text}) => text)).size).toBe(TAKEN_AT.length);
  });
});
