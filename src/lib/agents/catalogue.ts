/** All agents by name. Adding one is a file in `catalogue/` and a line here. */
import type {AgentDefinition} from "./agent.js";
import {boostedStumpsAgent} from "./catalogue/boosted-stumps.js";
import {leadLagAgent} from "./catalogue/lead-lag.js";
import {meanReversionAgent} from "./catalogue/mean-reversion.js";
import {onlineLogisticAgent} from "./catalogue/online-logistic.js";
import {trendAgent} from "./catalogue/trend.js";
import {volatilityBreakoutAgent} from "./catalogue/volatility-breakout.js";
import {volumeFlowAgent} from "./catalogue/volume-flow.js";

export const AGENT_CATALOGUE: readonly AgentDefinition[] = [
  trendAgent,
  meanReversionAgent,
  volatilityBreakoutAgent,
  volumeFlowAgent,
  leadLagAgent,
  onlineLogisticAgent,
  boostedStumpsAgent
];

/** Null when there is no agent of that name. */
export function findAgent(name: string): AgentDefinition | null {
  return AGENT_CATALOGUE.find((agent) => agent.name === name) ?? null;
}
