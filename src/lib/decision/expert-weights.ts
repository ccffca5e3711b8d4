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
  const weightOf = (agent: string) => weights.get(agent) ?? 1;
  return {
    weightOf,
    update: (agents, losses, {learningRate, fixedShare}) => {
      const weighed = agents.map((agent, i) => weightOf(agent) * Math.exp(-learningRate * (losses[i] ?? 0)));
      let before = 0;
      let after = 0;
      for (let i = 0; i < agents.length; i++) {
        before += weightOf(agents[i] as string);
        after += weighed[i] as number;
      }
      // Agents without any weight left have no mass to share out.
      if (!(after > 0)) return;
      const scale = before / after;
      const even = before / agents.length;
      for (let i = 0; i < agents.length; i++)
        weights.set(agents[i] as string, (1 - fixedShare) * (weighed[i] as number) * scale + fixedShare * even);
    },
    snapshot: () => Object.fromEntries(weights),
    restore: (state) => {
      weights.clear();
      for (const [agent, weight] of Object.entries(state)) weights.set(agent, weight);
    }
  };
}
