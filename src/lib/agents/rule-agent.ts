/**
 * Agents whose view is a fixed rule: each factor gives a bounded term in log-odds. What they learn is only how much a
 * unit of their score has been worth.
 */
import {type AgentDefinition, type AgentParameters, defineAgent, forecastOf} from "./agent.js";
import {createReturnSlope, type ReturnSlopeState} from "./return-slope.js";

/** Writes one term a factor, in log-odds, into `terms`, which comes filled with 0. */
export type TermRule = (values: Float64Array, terms: number[], parameters: AgentParameters) => void;

export interface RuleAgentSpecification {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly factors: readonly string[];
  readonly optionalFactors?: readonly string[];
  readonly parameters: AgentParameters;
  readonly rule: TermRule;
}

export function defineRuleAgent({rule, ...specification}: RuleAgentSpecification): AgentDefinition {
  return defineAgent({
    ...specification,
    create: ({factors, parameters}) => {
      const slope = createReturnSlope();
      return {
        predict: ({values, quality}) => {
          const contributions = new Array<number>(factors.length);
          for (let i = 0; i < contributions.length; i++) contributions[i] = 0;
          rule(values, contributions, parameters);
          return forecastOf({bias: 0, contributions, quality, returnPerScore: slope.value()});
        },
        learn: ({score, outcomeReturn}) => slope.learn(score, outcomeReturn),
        snapshot: () => slope.snapshot(),
        restore: (state) => slope.restore(state as ReturnSlopeState)
      };
    }
  });
}

/** A term that grows with `value`, is `strength` at most and half of it at `value` = 0.55 `scale`. 0 without a scale. */
export function saturating(value: number, {scale, strength}: {scale: number; strength: number}): number {
  if (!(scale > 0) || Number.isNaN(value)) return 0;
  return strength * Math.tanh(value / scale);
}
