/** All agents by name. Adding one is a file in `catalogue/` and a line here. */
import type {AgentDefinition} from "./agent.js";
import {meanReversionAgent} from "./catalogue/mean-reversion.js";
import {trendAgent} from "./catalogue/trend.js";
import {volatilityBreakoutAgent} from "./catalogue/volatility-breakout.js";

export const AGENT_CATALOGUE: readonly AgentDefinition[] = [trendAgent, meanReversionAgent, volatilityBreakoutAgent];

/** Null when there is no agent of that name. */
export function findAgent(name: string): AgentDefinition | null {
  return AGENT_CATALOGUE.find((agent) => agent.name === name) ?? null;
}
