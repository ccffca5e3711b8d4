/** From names in a configuration to agents, and to the factors that must be calculated for them. */
import {didYouMean} from "../core/closest-word.js";
import type {AgentDefinition} from "./agent.js";
import type {AgentsConfiguration} from "./agent-configuration.js";

export type ConfiguredAgents =
  | {readonly ok: true; readonly agents: readonly AgentDefinition[]}
  | {readonly ok: false; readonly reason: string};

/** @param catalogue the agents to choose from: those of the catalogue and any that were loaded from a model file. */
export function configuredAgents(
  {names, parameters, factors}: Pick<AgentsConfiguration, "names" | "parameters" | "factors">,
  catalogue: readonly AgentDefinition[]
): ConfiguredAgents {
  const agents: AgentDefinition[] = [];
  const byName = new Map(catalogue.map((agent) => [agent.name, agent]));
  for (const name of [...Object.keys(parameters), ...Object.keys(factors)])
    if (!names.includes(name)) return {ok: false, reason: `the agent "${name}" has settings but does not take part`};
  for (const name of names) {
    const agent = byName.get(name);
    if (agent === undefined) return {ok: false, reason: unknownAgent(name, [...byName.keys()])};
    const changes = {
      ...(parameters[name] === undefined ? {} : {parameters: parameters[name]}),
      ...(factors[name] === undefined ? {} : {factors: factors[name]})
    };
    const flaw = flawOf(agent, changes);
    if (flaw !== null) return {ok: false, reason: flaw};
    agents.push(agent.configure(changes));
  }
  return {ok: true, agents};
}

/** Every factor that one of the agents reads, each once, in order of first mention. */
export function factorsOfAgents(agents: readonly AgentDefinition[]): string[] {
  return [...new Set(agents.flatMap((agent) => agent.factors))];
}

function flawOf(agent: AgentDefinition, changes: Parameters<AgentDefinition["configure"]>[0]): string | null {
  for (const key of Object.keys(changes.parameters ?? {}))
    if (!Object.hasOwn(agent.parameters, key))
      return `the agent ${agent.name} has no parameter "${key}"; it has ${Object.keys(agent.parameters).join(", ") || "none"}`;
  if (changes.factors !== undefined && !agent.takesAnyFactors)
    return `the agent ${agent.name} reads its own factors (${agent.factors.join(", ")}); they cannot be configured`;
  return null;
}

function unknownAgent(name: string, known: readonly string[]): string {
  return `there is no agent "${name}"${didYouMean(name, known)}; the agents are ${known.join(", ")}`;
}
