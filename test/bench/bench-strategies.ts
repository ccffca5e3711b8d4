/** The two strategies that are measured: the small one of the stated goal, and the default one with its learning agent. */
import {DEFAULT_STRATEGY} from "../../src/lib/configuration/strategy-configuration.js";
import {planStrategy, type StrategyPlan} from "../../src/lib/integration/strategy-plan.js";
import type {Instrument} from "../../src/lib/vocabulary/instrument.js";

/** Three rule agents over the eleven factors that they read. */
export function smallPlan(instruments: readonly Instrument[]): StrategyPlan {
  const names = ["trend", "mean-reversion", "volatility-breakout"];
  const agents = {...DEFAULT_STRATEGY.agents, names};
  return planStrategy({...DEFAULT_STRATEGY, name: "small", agents}, instruments);
}

/** Six agents, one of them learning, over a horizon of a day: as `config/strategies/default.yaml` has it. */
export function defaultPlan(instruments: readonly Instrument[]): StrategyPlan {
  const agents = {...DEFAULT_STRATEGY.agents, horizonCandles: 24};
  const {sizing, limits} = DEFAULT_STRATEGY.decision;
  const decision = {
    ...DEFAULT_STRATEGY.decision,
    sizing: {...sizing, fraction: 0.2},
    limits: {...limits, grossExposure: 0.8}
  };
  const factors = ["volatility-24", "return-1"];
  return planStrategy({...DEFAULT_STRATEGY, name: "default", factors, agents, decision}, instruments);
}
