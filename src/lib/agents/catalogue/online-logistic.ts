/** Online logistic: learns from every outcome which factors, in which direction, have come before a rise. */
import {type AgentProgram, type AgentSetup, defineAgent, forecastOf} from "../agent.js";
import {createFtrlProximal, type FtrlState} from "../ftrl-proximal.js";
import {createReturnSlope, type ReturnSlopeState} from "../return-slope.js";
import {createRunningStandardiser, type RunningStandardiserState} from "../running-standardiser.js";
import {STANDARD_FACTORS} from "../standard-factors.js";

interface State {
  readonly outcomes: number;
  readonly standardiser: RunningStandardiserState;
  readonly regression: FtrlState;
  readonly slope: ReturnSlopeState;
}

export const onlineLogisticAgent = defineAgent({
  name: "online-logistic",
  version: "1.0.0",
  title: "Online logistic regression",
  description:
    "A logistic regression over all its factors, put on one scale as they come, that takes one step at each known outcome (FTRL-proximal). It abstains until it has seen enough outcomes.",
  factors: STANDARD_FACTORS,
  takesAnyFactors: true,
  learnsWhileSilent: true,
  parameters: {alpha: 0.02, beta: 1, l1: 2, l2: 1, minimumOutcomes: 200},
  create: createOnlineLogistic
});

function createOnlineLogistic({factors, parameters}: AgentSetup): AgentProgram {
  const {alpha = 0.02, beta = 1, l1 = 0, l2 = 0, minimumOutcomes = 0} = parameters;
  const width = factors.length;
  const standardiser = createRunningStandardiser(width);
  // The last coordinate is the constant: its weight is the bias.
  const regression = createFtrlProximal(width + 1, {alpha, beta, l1, l2});
  const slope = createReturnSlope();
  const inputs = new Float64Array(width + 1);
  let outcomes = 0;
  return {
    predict: ({values, quality}) => {
      standardiser.observe(values);
      if (outcomes < minimumOutcomes) return null;
      const contributions: number[] = [];
      let known = 0;
      for (let i = 0; i < width; i++) {
        const z = standardiser.standardised(i, values[i] as number);
        const isKnown = !Number.isNaN(z);
        if (isKnown) known++;
        contributions.push(isKnown ? regression.weight(i) * z : 0);
      }
      if (known === 0) return null;
      const share = quality * (known / width);
      return forecastOf({
        bias: regression.weight(width),
        contributions,
        quality: share,
        returnPerScore: slope.value()
      });
    },
    learn: ({values, score, outcomeReturn}) => {
      outcomes++;
      for (let i = 0; i < width; i++) inputs[i] = standardiser.standardised(i, values[i] ?? Number.NaN);
      inputs[width] = 1;
      regression.learn(inputs, outcomeReturn > 0);
      slope.learn(score, outcomeReturn);
    },
    snapshot: (): State => ({
      outcomes,
      standardiser: standardiser.snapshot(),
      regression: regression.snapshot(),
      slope: slope.snapshot()
    }),
    restore: (state: unknown) => {
      const kept = state as State;
      outcomes = kept.outcomes;
      standardiser.restore(kept.standardiser);
      regression.restore(kept.regression);
      slope.restore(kept.slope);
    }
  };
}
