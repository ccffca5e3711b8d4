// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** What each agent adds to an ensemble: leave-one-out and Shapley over log loss (METHODS E7). */
import type {Column} from "./column.js";
import {mean} from "./moments.js";
import {logLosses} from "./proper-scores.js";
import {EXACT_PLAYERS, sampledShapleyValues, shapleyValues} from "./shapley.js";

export interface AgentContribution {
  readonly agent: number;
  /** Log loss without the agent less log loss with it: positive = it helps. */
  readonly leaveOneOut: number | null;
  /** Shapley share of the improvement over always saying 0.5. */
  readonly shapley: number;
  /** Of the Shapley share when it was sampled; null when it is exact. */
  readonly standardError: number | null;
}

/** Equal-weight linear pool of the agents present. @param agents probabilities by agent, no gaps @param outcomes 0 or 1 */
export function agentContributions(
  agents: readonly Column[],
  outcomes: Column,
  {seed = 0, pairs = 500}: {seed?: number; pairs?: number} = {}
): readonly AgentContribution[] {
  const k = agents.length;
  const loss = (present: Uint8Array) => poolLoss(agents, outcomes, present);
  const everyone = new Uint8Array(k).fill(1);
  const exact = k <= EXACT_PLAYERS;
  const ofMask = (mask: number) => -loss(Uint8Array.from({length: k}, (_, i) => (mask & (2 ** i) ? 1 : 0)));
  const sampled = exact ? null : sampledShapleyValues(k, (present) => -loss(present), {seed, pairs});
  const values = sampled === null ? shapleyValues(k, ofMask) : sampled.values;
  return agents.map((_, agent) => {
    const without = everyone.slice();
    without[agent] = 0;
    return {
      agent,
      leaveOneOut: k > 1 ? loss(without) - loss(everyone) : null,
      shapley: values[agent]!,
      standardError: sampled === null ? null : sampled.standardErrors[agent]!
    };
  });
}

/** Nobody present says 0.5. */
function poolLoss(agents: readonly Column[], outcomes: Column, present: Uint8Array): number {
  const members = agents.filter((_, i) => present[i] === 1);
  const pooled = Float64Array.from(outcomes, (_, t) => (members.length === 0 ? 0.5 : mean(members.map((p) => p[t]!))));
  return mean(logLosses(pooled, outcomes));
}
