/**
 * How much each agent's word counts: exponential weights by past log loss with a fixed share (METHODS E1, E2; Herbster
 * and Warmuth 1998). Agents that abstained in a round sleep: those awake share out only their own mass (Freund 1997).
 */
export interface ExpertWeights {
  /** Unnormalised over those present; 1 for an agent that has not been seen, like all agents at the start. */
  weightOf(agent: string): number;
  /** One round: log losses of the agents that spoke about one instrument at one close. */
  update(agents: readonly string[], losses: readonly number[], rates: WeightRates): void;
  snapshot(): Readonly<Record<string, number>>;
  restore(state: Readonly<Record<string, number>>): void;
}

export interface WeightRates {
  readonly learningRate: number;
  readonly fixedShare: number;
}

export function createExpertWeights(): ExpertWeights {
  const weights = new Map<string, number>();
  return {
    weightOf: (agent) => weights.get(agent) ?? 1,
    update: (agents, losses, {learningRate, fixedShare}) => {
      let before = 0;
      let after = 0;
      for (let i = 0; i < agents.length; i++) {
        const agent = agents[i] as string;
        const old = weights.get(agent) ?? 1;
        const weighed = old * Math.exp(-learningRate * (losses[i] as number));
        before += old;
        after += weighed;
        weights.set(agent, weighed);
      }
      const scale = before / after;
      const even = before / agents.length;
      for (const agent of agents)
        weights.set(agent, (1 - fixedShare) * (weights.get(agent) ?? 1) * scale + fixedShare * even);
    },
    snapshot: () => Object.fromEntries(weights),
    restore: (state) => {
      weights.clear();
      for (const [agent, weight] of Object.entries(state)) weights.set(agent, weight);
    }
  };
}
