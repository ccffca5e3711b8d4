/** Runtime changes: `decision.<path>` names one key of the configuration; a value that its schema refuses is not taken. */
import {Compile, type Validator} from "typebox/compile";
import {type DecisionConfiguration, DecisionConfigurationSchema} from "./decision-configuration.js";

export const DECISION_KEY_PREFIX = "decision.";

export type ConfigurationChange =
  | {readonly ok: true; readonly configuration: DecisionConfiguration}
  | {readonly ok: false; readonly reason: string};

let validator: Validator | null = null;

/** @param change `key` as in a ConfigurationChanged event, e.g. `decision.sizing.fraction`. */
export function changeDecisionConfiguration(
  configuration: DecisionConfiguration,
  change: {readonly key: string; readonly to: unknown}
): ConfigurationChange {
  const {key, to} = change;
  if (!key.startsWith(DECISION_KEY_PREFIX))
    return {ok: false, reason: `"${key}" is no key of the decision engine; those begin with ${DECISION_KEY_PREFIX}`};
  const path = key.slice(DECISION_KEY_PREFIX.length).split(".");
  const changed = replaced(configuration, path, to);
  if (changed === null) return {ok: false, reason: `the decision engine has no key "${key}"`};
  validator ??= Compile(DecisionConfigurationSchema) as Validator;
  if (validator.Check(changed)) return {ok: true, configuration: changed as DecisionConfiguration};
  const errors = validator.Errors(changed).map((error) => `${error.instancePath || "/"} ${error.message}`);
  return {ok: false, reason: `"${key}" cannot be ${JSON.stringify(to)}: ${errors.slice(0, 2).join("; ")}`};
}

/** A copy with the value at the path replaced; null when there is no such path. */
function replaced(value: unknown, path: readonly string[], to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  const inner = replaced((value as Record<string, unknown>)[key], rest, to);
  // A null that was asked for is a value; a null from a missing path is not, and paths end at leaves.
  return inner === null && rest.length > 0 ? null : {...value, [key]: inner};
}
