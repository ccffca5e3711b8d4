/**
 * The parameter sets of a sweep: all of them (grid), or a number drawn by a seed (random), none twice. The same
 * definition gives the same sets in the same order on every machine.
 */
import {withValueAt} from "../../configuration/configuration-layers.js";
import {type StrategyConfiguration, StrategyConfigurationSchema} from "../../configuration/strategy-configuration.js";
import {configurationProblems} from "../../configuration/validate-configuration.js";
import {canonicalJson} from "../../core/canonical-json.js";
import {OperatingError} from "../../core/operating-error.js";
import {type Random, seededRandom} from "../../core/random.js";
import type {SweptParameter} from "./swept-parameter.js";

export type Search = {readonly kind: "grid"} | {readonly kind: "random"; readonly count: number; readonly seed: number};

export interface TrialSpec {
  /** Place in the sweep, from 0. */
  readonly number: number;
  /** By dotted path. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly strategy: StrategyConfiguration;
}

/** Above this a sweep is refused: nobody could judge its best. */
export const MAXIMUM_TRIALS = 100_000;

/** @throws OperatingError SWEEP_TOO_LARGE, SWEEP_PARAMETER_INVALID, SWEEP_VALUE_INVALID */
export function enumerateTrials(
  strategy: StrategyConfiguration,
  parameters: readonly SweptParameter[],
  search: Search
): readonly TrialSpec[] {
  refuseRepeated(parameters);
  const sets = search.kind === "grid" ? grid(parameters) : drawn(parameters, search);
  return sets.map((values, number) => {
    const chosen = Object.fromEntries(parameters.map(({path}, index) => [path, values[index]]));
    return {number, parameters: chosen, strategy: withParameters(strategy, chosen)};
  });
}

/** @throws OperatingError SWEEP_VALUE_INVALID when the strategy's schema refuses a value */
export function withParameters(
  strategy: StrategyConfiguration,
  parameters: Readonly<Record<string, unknown>>
): StrategyConfiguration {
  let values: Record<string, unknown> = strategy;
  for (const [path, value] of Object.entries(parameters)) values = withValueAt(values, path, value);
  const [problem] = configurationProblems(StrategyConfigurationSchema, values);
  if (problem !== undefined)
    throw new OperatingError(`a strategy cannot have that value: ${problem.message}`, {
      code: "SWEEP_VALUE_INVALID",
      details: {key: problem.key, input: true}
    });
  return values as unknown as StrategyConfiguration;
}

/** All sets; the last parameter changes fastest. */
function grid(parameters: readonly SweptParameter[]): readonly (readonly unknown[])[] {
  const lists = parameters.map(({path, choices}) => {
    if (choices.kind === "list") return choices.values;
    throw new OperatingError(
      `${path} is any number from ${choices.low} to ${choices.high}: give a step (${choices.low}..${choices.high}:1), or search at random`,
      {code: "SWEEP_PARAMETER_INVALID", details: {path, input: true}}
    );
  });
  const count = lists.reduce((product, values) => product * values.length, 1);
  if (count > MAXIMUM_TRIALS) throw tooLarge(count);
  return Array.from({length: count}, (_, index) => setAt(lists, index));
}

/** The set of a place in the grid. */
function setAt(lists: readonly (readonly unknown[])[], index: number): readonly unknown[] {
  const values: unknown[] = new Array(lists.length);
  let rest = index;
  for (let i = lists.length - 1; i >= 0; i--) {
    const list = lists[i] as readonly unknown[];
    values[i] = list[rest % list.length];
    rest = Math.floor(rest / list.length);
  }
  return values;
}

function drawn(
  parameters: readonly SweptParameter[],
  {count, seed}: {readonly count: number; readonly seed: number}
): readonly (readonly unknown[])[] {
  if (count > MAXIMUM_TRIALS) throw tooLarge(count);
  const size = parameters.reduce(
    (product, {choices}) => product * (choices.kind === "list" ? choices.values.length : Number.POSITIVE_INFINITY),
    1
  );
  // Not more than there are: a random search of everything is the grid.
  if (count >= size) return grid(parameters);
  const random = seededRandom(seed);
  const seen = new Set<string>();
  const sets: (readonly unknown[])[] = [];
  for (let drawings = 0; sets.length < count; drawings++) {
    if (drawings > 1000 * count) throw tooFew(sets.length);
    const values = parameters.map(({choices}) => draw(choices, random));
    const key = canonicalJson(values);
    if (seen.has(key)) continue;
    seen.add(key);
    sets.push(values);
  }
  return sets;
}

function draw(choices: SweptParameter["choices"], random: Random): unknown {
  if (choices.kind === "list") return choices.values[random.below(choices.values.length)];
  const value = choices.low + (choices.high - choices.low) * random.next();
  // Six digits are more than a strategy can tell apart, and can be typed again.
  const rounded = Number(value.toPrecision(6));
  return Math.min(choices.high, Math.max(choices.low, rounded));
}

function refuseRepeated(parameters: readonly SweptParameter[]): void {
  const paths = parameters.map(({path}) => path);
  const repeated = paths.find((path, index) => paths.indexOf(path) !== index);
  if (repeated !== undefined)
    throw new OperatingError(`${repeated} is there twice`, {
      code: "SWEEP_PARAMETER_INVALID",
      details: {path: repeated, input: true}
    });
}

function tooFew(found: number): OperatingError {
  return new OperatingError(`the ranges hold hardly more than ${found} values that differ: ask for fewer trials`, {
    code: "SWEEP_PARAMETER_INVALID",
    details: {found, input: true}
  });
}

function tooLarge(count: number): OperatingError {
  return new OperatingError(
    `that is ${count} trials, and ${MAXIMUM_TRIALS} are allowed: take coarser steps, or draw some with --random`,
    {code: "SWEEP_TOO_LARGE", details: {count, input: true}}
  );
}
