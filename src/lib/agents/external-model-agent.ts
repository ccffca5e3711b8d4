/**
 * An agent whose probability comes from a model trained elsewhere (an ONNX file, say). The model is handed in as a plain
 * synchronous function: loading it is not the business of this layer.
 */
import {assert} from "../core/assert.js";
import {type AgentDefinition, type AgentProgram, defineAgent, forecastOf} from "./agent.js";
import {createReturnSlope, type ReturnSlopeState} from "./return-slope.js";
import {createRunningStandardiser, type RunningStandardiserState} from "./running-standardiser.js";

export interface ExternalModel {
  readonly name: string;
  /** Of the model, e.g. the start of its file's hash. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  /** In the order the model expects. */
  readonly factors: readonly string[];
  /** Those it can do without: it is given NaN for them. */
  readonly optionalFactors?: readonly string[];
  /** Last moment of the data it was trained on; at closes up to it the agent abstains, since the model knows them. */
  readonly trainedUntil: number | null;
  /** Probability of up for values in the order of `factors`. */
  score(values: Float64Array): number;
}

interface State {
  readonly standardiser: RunningStandardiserState;
  readonly slope: ReturnSlopeState;
}

/** Probabilities are taken inside [1e-3, 1 - 1e-3]. */
const EDGE = 1e-3;

/**
 * A factor's part is what the log-odds lose when its value gives way to its running mean, the others staying as they
 * are; what the parts leave over is the bias, so that all sum to the score.
 */
export function externalModelAgent(model: ExternalModel): AgentDefinition {
  const {score, trainedUntil, ...description} = model;
  return defineAgent({...description, parameters: {}, create: () => createProgram(model)});
}

function createProgram({name, factors, trainedUntil, score}: ExternalModel): AgentProgram {
  const standardiser = createRunningStandardiser(factors.length);
  const slope = createReturnSlope();
  const logOdds = (values: Float64Array): number => {
    const probability = score(values);
    assert(probability >= 0 && probability <= 1, `the model ${name} gave ${probability}, not a probability in 0..1`);
    const p = Math.min(Math.max(probability, EDGE), 1 - EDGE);
    return Math.log(p / (1 - p));
  };
  const trial = new Float64Array(factors.length);
  return {
    predict: ({values, quality, closeTime}) => {
      standardiser.observe(values);
      if (trainedUntil !== null && closeTime <= trainedUntil) return null;
      const whole = logOdds(values);
      const {means} = standardiser.snapshot();
      trial.set(values);
      let rest = whole;
      const contributions = Array.from(factors, (_, i) => {
        const value = values[i] as number;
        if (Number.isNaN(value)) return 0;
        trial[i] = means[i] as number;
        const part = whole - logOdds(trial);
        trial[i] = value;
        rest -= part;
        return part;
      });
      return forecastOf({bias: rest, contributions, quality, returnPerScore: slope.value()});
    },
    learn: ({score: made, outcomeReturn}) => slope.learn(made, outcomeReturn),
    snapshot: (): State => ({standardiser: standardiser.snapshot(), slope: slope.snapshot()}),
    restore: (state) => {
      const kept = state as State;
      standardiser.restore(kept.standardiser);
      slope.restore(kept.slope);
    }
  };
}
