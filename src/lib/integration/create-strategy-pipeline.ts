/** The pipeline of a strategy: its four components, wired. Backtest, paper session and replay are made here alike. */
import {createAgentEngine} from "../agents/agent-engine.js";
import {DEFAULT_EXECUTION} from "../configuration/execution-configuration.js";
import {createDecisionEngine} from "../decision/decision-engine.js";
import {createFactorEngine} from "../factors/factor-engine.js";
import {createTradingComponent} from "../virtual-trading/trading-component.js";
import {createPipeline, type Pipeline, type PipelineComponents} from "./pipeline.js";
import type {StrategyPlan} from "./strategy-plan.js";

export function createStrategyPipeline(plan: StrategyPlan): Pipeline {
  return createPipeline(createStrategyComponents(plan));
}

/** For whoever runs them one by one. */
export function createStrategyComponents(plan: StrategyPlan): PipelineComponents {
  const {strategy, agents, rules, factors, instruments} = plan;
  const {timeframe, name, startCapital} = strategy;
  // A recording may be older than some of the keys: it was made under what are their defaults.
  const execution = {...DEFAULT_EXECUTION, ...strategy.execution};
  return {
    execution: createTradingComponent({strategy: name, timeframe, instruments, startCapital, execution}),
    factors: createFactorEngine({instruments: instruments.map(({id}) => id), timeframe, factors}),
    agents: createAgentEngine({
      agents,
      timeframe,
      horizonCandles: strategy.agents.horizonCandles,
      learning: strategy.agents.learning,
      calibration: strategy.agents.calibration
    }),
    decision: createDecisionEngine({
      strategy: name,
      instruments,
      timeframe,
      configuration: strategy.decision,
      rules,
      costs: {spreadBps: execution.spreadBps, slippageBps: execution.slippageBps}
    })
  };
}
