/**
 * Gathers scored predictions into rounds (all agents about one instrument at one close), as the weights need them whole:
 * an agent's share depends on how those who spoke beside it did.
 */
import type {PredictionScored} from "../events/prediction-event.js";
import {createExpertWeights, type WeightRates} from "./expert-weights.js";

export interface ScoreRoundsState {
  readonly weights: Readonly<Record<string, number>>;
  readonly waiting: readonly PredictionScored["payload"][];
}

export interface ScoreRounds {
  weightOf(agent: string): number;
  take(score: PredictionScored["payload"]): void;
  /** Updates the weights with all rounds taken since the last call, in their order on the tape. */
  settle(rates: WeightRates): void;
  snapshot(): ScoreRoundsState;
  restore(state: ScoreRoundsState): void;
}

export function createScoreRounds(): ScoreRounds {
  const weights = createExpertWeights();
  /** The first `count` wait. The list is used again as it is, so that it does not grow anew at each close. */
  const waiting: PredictionScored["payload"][] = [];
  let count = 0;
  const agents: string[] = [];
  const losses: number[] = [];
  return {
    weightOf: weights.weightOf,
    take: (score) => {
      waiting[count++] = score;
    },
    settle: (rates) => {
      let speakers = 0;
      for (let i = 0; i < count; i++) {
        const score = waiting[i] as PredictionScored["payload"];
        // Unresolved predictions say nothing about their agents.
        if (score.logLoss !== null) {
          agents[speakers] = score.agent;
          losses[speakers] = score.logLoss;
          speakers++;
        }
        const next = i + 1 < count ? waiting[i + 1] : undefined;
        if (next !== undefined && next.madeAt === score.madeAt && next.instrument === score.instrument) continue;
        // Rounds mostly have the same number of speakers: the two lists are used again as they are.
        if (agents.length !== speakers) agents.length = losses.length = speakers;
        if (speakers > 0) weights.update(agents, losses, rates);
        speakers = 0;
      }
      count = 0;
    },
    snapshot: () => ({weights: weights.snapshot(), waiting: waiting.slice(0, count)}),
    restore: (state) => {
      weights.restore(state.weights);
      waiting.length = 0;
      waiting.push(...state.waiting);
      count = state.waiting.length;
    }
  };
}
