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
  const experts = new Map<string, Expert>();
  /** Those of the round at hand, in its order. */
  const awake: Expert[] = [];
  return {
    weightOf: (agent) => experts.get(agent)?.weight ?? 1,
    update: (agents, losses, {learningRate, fixedShare}) => {
      let before = 0;
      let after = 0;
      for (let i = 0; i < agents.length; i++) {
        const agent = agents[i] as string;
        // Mostly the same agents speak in the same order as in the round before.
        const guess = awake[i];
        const expert = guess !== undefined && guess.agent === agent ? guess : expertOf(experts, agent);
        awake[i] = expert;
        expert.weighed = expert.weight * Math.exp(-learningRate * (losses[i] ?? 0));
        before += expert.weight;
        after += expert.weighed;
      }
      // Agents without any weight left have no mass to share out.
      if (!(after > 0)) return;
      const scale = before / after;
      const even = before / agents.length;
      for (let i = 0; i < agents.length; i++) {
        const expert = awake[i] as Expert;
        expert.weight = (1 - fixedShare) * expert.weighed * scale + fixedShare * even;
      }
    },
    snapshot: () => Object.fromEntries(Array.from(experts, ([agent, {weight}]) => [agent, weight])),
    restore: (state) => {
      experts.clear();
      awake.length = 0;
      for (const [agent, weight] of Object.entries(state)) experts.set(agent, {agent, weight, weighed: weight});
    }
  };
}

interface Expert {
  readonly agent: string;
  weight: number;
  /** By this round's loss, before the shares are dealt out; of no meaning between rounds. */
  weighed: number;
}

function expertOf(experts: Map<string, Expert>, agent: string): Expert {
  let expert = experts.get(agent);
  if (expert === undefined) {
    expert = {agent, weight: 1, weighed: 1};
    experts.set(agent, expert);
  }
  return expert;
}
