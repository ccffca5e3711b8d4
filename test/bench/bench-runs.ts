/** The pieces of work that are measured, each over a tape of candles. */
import {createAgentEngine} from "../../src/lib/agents/agent-engine.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import {createFactorEngine} from "../../src/lib/factors/factor-engine.js";
import {createStrategyPipeline} from "../../src/lib/integration/create-strategy-pipeline.js";
import type {StrategyPlan} from "../../src/lib/integration/strategy-plan.js";
import {candleTape, type TapeSeries} from "../../src/lib/market-data/candle-tape.js";
import {createEventHash} from "../../src/loaders/research/event-hash.js";
import {bareEvents} from "./bare-events.js";

export type Run = (plan: StrategyPlan, series: readonly TapeSeries[]) => number;

/** Each run gives the number of events that reached its sink. */
export const bareRun: Run = (_, series) => {
  let events = 0;
  bareEvents(candleTape("1h", series), () => {
    events++;
  });
  return events;
};

export const tapeRun: Run = (_, series) => {
  let events = 0;
  for (const event of candleTape("1h", series)) events += event.version;
  return events;
};

/** Factors, agents, decisions and the broker, every event made and counted; nothing is written. */
export const pipelineRun: Run = (plan, series) => {
  const pipeline = createStrategyPipeline(plan);
  let events = 0;
  const count = () => {
    events++;
  };
  for (const event of candleTape("1h", series)) pipeline.handle(event, count);
  return events;
};

/** The pipeline with every event hashed, as a backtest does. */
export const hashedRun: Run = (plan, series) => {
  const pipeline = createStrategyPipeline(plan);
  const hash = createEventHash();
  let events = 0;
  const take = (event: PapertapeEvent) => {
    hash.take(event);
    events++;
  };
  for (const event of candleTape("1h", series)) pipeline.handle(event, take);
  hash.digest();
  return events;
};

/** Factors alone. */
export const factorRun: Run = ({factors, instruments, strategy: {timeframe}}, series) => {
  const engine = createFactorEngine({instruments: instruments.map(({id}) => id), timeframe, factors});
  let events = 0;
  const count = () => {
    events++;
  };
  for (const event of candleTape(timeframe, series)) engine.handle(event, count);
  return events;
};

/** Factors and agents, as measuring agents runs them. */
export const agentRun: Run = ({agents, factors, instruments, strategy}, series) => {
  const {timeframe} = strategy;
  const {horizonCandles, learning, calibration} = strategy.agents;
  const engine = createFactorEngine({instruments: instruments.map(({id}) => id), timeframe, factors});
  const predicting = createAgentEngine({agents, timeframe, horizonCandles, learning, calibration});
  let events = 0;
  const count = () => {
    events++;
  };
  const predict = (values: PapertapeEvent) => predicting.handle(values, count);
  for (const event of candleTape(timeframe, series)) {
    predicting.handle(event, count);
    engine.handle(event, predict);
  }
  return events;
};
