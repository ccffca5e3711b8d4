/** Boosted stumps: trained again and again on the newest outcomes, walk-forward, and judged before it is believed. */
import {type AgentProgram, type AgentSetup, defineAgent, forecastOf} from "../agent.js";
import {type BoostedStumps, fitBoostedStumps, type Stump, stumpValue} from "../boosted-stumps.js";
import {createOutcomeMemory, type OutcomeMemoryState} from "../outcome-memory.js";
import {createReturnSlope, type ReturnSlopeState} from "../return-slope.js";
import {createRunningStandardiser, type RunningStandardiserState} from "../running-standardiser.js";
import {STANDARD_FACTORS} from "../standard-factors.js";

interface State {
  readonly model: BoostedStumps | null;
  readonly sinceTraining: number;
  readonly memory: OutcomeMemoryState;
  readonly standardiser: RunningStandardiserState;
  readonly slope: ReturnSlopeState;
}

export const boostedStumpsAgent = defineAgent({
  name: "boosted-stumps",
  version: "1.0.0",
  title: "Boosted stumps",
  description:
    "Gradient-boosted single-factor steps, trained walk-forward on known outcomes only; the newest quarter judges how many steps are kept, with outcomes that overlap it purged and an embargo before it. It abstains until it has been trained.",
  factors: STANDARD_FACTORS,
  takesAnyFactors: true,
  learnsWhileSilent: true,
  parameters: {
    rounds: 40,
    learningRate: 0.05,
    ridge: 50,
    memoryOutcomes: 4000,
    minimumOutcomes: 500,
    trainEvery: 1000,
    embargoHours: 4
  },
  create: createBoostedStumps
});

/** Share of the remembered outcomes, the newest, that judge. */
const VALIDATION_SHARE = 0.25;

function createBoostedStumps({factors, parameters}: AgentSetup): AgentProgram {
  const {rounds = 0, learningRate = 0.1, ridge = 1, memoryOutcomes = 1000} = parameters;
  const {minimumOutcomes = 1, trainEvery = 1, embargoHours = 0} = parameters;
  const standardiser = createRunningStandardiser(factors.length);
  const memory = createOutcomeMemory(factors.length, memoryOutcomes);
  const slope = createReturnSlope();
  const z = new Float64Array(factors.length);
  let model: BoostedStumps | null = null;
  let sinceTraining = 0;
  const train = () => {
    const {train: older, validation} = memory.split(VALIDATION_SHARE, embargoHours * 3_600_000);
    model = fitBoostedStumps(older, validation, {rounds, learningRate, ridge});
    sinceTraining = 0;
  };
  return {
    predict: ({values, quality}) => {
      standardiser.observe(values);
      if (model === null) return null;
      for (let i = 0; i < z.length; i++) z[i] = standardiser.standardised(i, values[i] as number);
      const contributions = partsOf(model.stumps, z);
      return forecastOf({bias: model.bias, contributions, quality, returnPerScore: slope.value()});
    },
    learn: ({values, score, outcomeReturn, madeAt, resolvedAt}) => {
      slope.learn(score, outcomeReturn);
      for (let i = 0; i < z.length; i++) z[i] = standardiser.standardised(i, values[i] ?? Number.NaN);
      memory.add({z, isUp: outcomeReturn > 0, madeAt, resolvedAt});
      sinceTraining++;
      if (memory.size() >= minimumOutcomes && (model === null || sinceTraining >= trainEvery)) train();
    },
    snapshot: (): State => ({
      model,
      sinceTraining,
      memory: memory.snapshot(),
      standardiser: standardiser.snapshot(),
      slope: slope.snapshot()
    }),
    restore: (state) => {
      const kept = state as State;
      ({model, sinceTraining} = kept);
      memory.restore(kept.memory);
      standardiser.restore(kept.standardiser);
      slope.restore(kept.slope);
    }
  };
}

function partsOf(stumps: readonly Stump[], z: Float64Array): number[] {
  const parts = Array.from(z, () => 0);
  for (const stump of stumps) {
    const value = z[stump.factor] as number;
    parts[stump.factor] = (parts[stump.factor] as number) + stumpValue(stump, value);
  }
  return parts;
}
