/**
 * What an analysis agent is: it turns factor values at a close into the log-odds of a rise, with each factor's part,
 * and learns from outcomes. It has no way to ask for an outcome: the engine hands it over once the horizon has passed.
 */
import {assert} from "../core/assert.js";
import {onExactGrid} from "../core/exact-grid.js";
import {hashValue} from "../core/hash.js";

export interface AgentInput {
  readonly instrument: string;
  readonly closeTime: number;
  /** One a factor, in the agent's order; NaN only for optional factors. Reused for the next call: copy to keep. */
  readonly values: Float64Array;
  /** Share of the agent's factors whose window touches no gap, 0..1. */
  readonly quality: number;
}

export interface AgentForecast {
  /** Log-odds of a rise: exactly `bias` plus the sum of `contributions`, in any order of adding. */
  readonly score: number;
  readonly bias: number;
  /** One a factor, in the agent's order. */
  readonly contributions: number[];
  /** Fraction over the horizon, as learnt from outcomes; 0 while nothing has been learnt. */
  readonly expectedReturn: number;
  /** |2p - 1| times the quality of the data, 0..1. */
  readonly confidence: number;
}

/** What became of an earlier prediction. */
export interface AgentOutcome {
  readonly instrument: string;
  readonly madeAt: number;
  /** Close time of the candle that resolved it. */
  readonly resolvedAt: number;
  /** The factor values the prediction was made from, in the agent's order. */
  readonly values: readonly (number | null)[];
  /** Null when it had abstained. */
  readonly score: number | null;
  /** Fraction; a return of exactly 0 is not up. */
  readonly outcomeReturn: number;
}

/** A running agent. `snapshot` is plain JSON; `restore` in a new program goes on exactly where the first stood. */
export interface AgentProgram<State = unknown> {
  /** Null to abstain. */
  predict(input: AgentInput): AgentForecast | null;
  learn(outcome: AgentOutcome): void;
  snapshot(): State;
  restore(state: State): void;
}

export type AgentParameters = Readonly<Record<string, number>>;

export interface AgentSetup {
  readonly factors: readonly string[];
  readonly parameters: AgentParameters;
}

export interface AgentSpecification {
  /** Kebab-case; part of every prediction's id. */
  readonly name: string;
  /** Changes whenever the same input may give another prediction. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly factors: readonly string[];
  /** Those of `factors` that may be undefined; without any other the agent abstains. */
  readonly optionalFactors?: readonly string[];
  /** True when `factors` is only a default and the configuration may name others; all of them are optional then. */
  readonly takesAnyFactors?: boolean;
  /** True for agents that are taught outcomes of closes at which they abstained: how they begin. Default false. */
  readonly learnsWhileSilent?: boolean;
  readonly parameters: AgentParameters;
  create(setup: AgentSetup): AgentProgram;
}

export interface AgentDefinition extends Readonly<Required<Omit<AgentSpecification, "create">>> {
  create(): AgentProgram;
  /** The same agent with other parameters or factors; its version then carries a hash of them. */
  configure(changes: AgentChanges): AgentDefinition;
}

export interface AgentChanges {
  readonly parameters?: AgentParameters;
  readonly factors?: readonly string[];
}

/** Scores beyond this are scaled back: a probability of 0 or 1 is never claimed. */
const SCORE_LIMIT = 8;

/** @throws InvariantError when the name, the factors or the parameters contradict themselves. */
export function defineAgent(specification: AgentSpecification): AgentDefinition {
  const {name, factors, takesAnyFactors = false, learnsWhileSilent = false, parameters} = specification;
  const optionalFactors = takesAnyFactors ? factors : (specification.optionalFactors ?? []);
  assert(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name), `an agent's name is in kebab-case, not "${name}"`);
  assert(factors.length > 0, `the agent ${name} names at least one factor`);
  assert(new Set(factors).size === factors.length, `the agent ${name} names a factor twice`);
  for (const factor of optionalFactors)
    assert(factors.includes(factor), `the optional factor ${factor} of ${name} is among its factors`);
  return {
    ...specification,
    optionalFactors,
    takesAnyFactors,
    learnsWhileSilent,
    create: () => specification.create({factors, parameters}),
    configure: (changes) => defineAgent(changed(specification, changes))
  };
}

function changed(specification: AgentSpecification, changes: AgentChanges): AgentSpecification {
  const {name, parameters} = specification;
  for (const key of Object.keys(changes.parameters ?? {})) {
    const known = Object.keys(parameters).join(", ");
    assert(Object.hasOwn(parameters, key), `the agent ${name} has no parameter "${key}"; it has ${known}`);
  }
  assert(
    changes.factors === undefined || specification.takesAnyFactors === true,
    `the agent ${name} reads its own factors; they cannot be configured`
  );
  const factors = changes.factors ?? specification.factors;
  const merged = {...parameters, ...changes.parameters};
  const isSame = hashValue([merged, factors]) === hashValue([parameters, specification.factors]);
  const base = specification.version.split("+")[0] as string;
  return {
    ...specification,
    factors,
    parameters: merged,
    version: isSame ? specification.version : `${base}+${hashValue([merged, factors]).slice(0, 8)}`
  };
}

export interface ForecastParts {
  readonly bias: number;
  /** Log-odds, one a factor; taken over and put on the exact grid. */
  readonly contributions: number[];
  readonly quality: number;
  /** Expected return per unit of score. */
  readonly returnPerScore: number;
}

/** Parts on the exact grid, so that they sum to the score; a score beyond the limit is scaled back with its parts. */
export function forecastOf({bias, contributions, quality, returnPerScore}: ForecastParts): AgentForecast {
  let total = bias;
  for (let i = 0; i < contributions.length; i++) total += contributions[i] as number;
  const scale = Math.abs(total) > SCORE_LIMIT ? SCORE_LIMIT / Math.abs(total) : 1;
  const gridBias = onExactGrid(bias * scale);
  let score = gridBias;
  for (let i = 0; i < contributions.length; i++) {
    const part = onExactGrid((contributions[i] as number) * scale);
    contributions[i] = part;
    score += part;
  }
  const confidence = Math.abs(Math.tanh(score / 2)) * quality;
  // + 0: a product of -0 would not come back from JSON as it was.
  return {score, bias: gridBias, contributions, expectedReturn: returnPerScore * score + 0, confidence};
}
