/**
 * The layers of system configuration: config/default.yaml, then the environment's file, then the user's file and
 * environment variables, then what was given on the command line.
 */
import {join} from "node:path";
import {parse} from "yaml";
import {
  type ConfigurationLayer,
  type MergedConfiguration,
  mergeLayers,
  withValueAt
} from "../../lib/configuration/configuration-layers.js";
import {
  ENVIRONMENT_VARIABLES,
  ENVIRONMENTS,
  type SystemConfiguration,
  SystemConfigurationSchema
} from "../../lib/configuration/system-configuration.js";
import {configurationProblems} from "../../lib/configuration/validate-configuration.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import {projectPaths} from "./project-paths.js";
import {readYaml} from "./read-yaml.js";

export interface LoadedConfiguration {
  readonly configuration: SystemConfiguration;
  readonly merged: MergedConfiguration;
}

export interface LoadConfigurationOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Dotted keys given on the command line: the last layer. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** @throws OperatingError `CONFIGURATION_INVALID` naming each wrong key and the layer it came from. */
export function loadConfiguration({
  environment = process.env,
  overrides = {}
}: LoadConfigurationOptions = {}): LoadedConfiguration {
  const folder = join(projectPaths(environment).root, "config");
  const fromDefault = layerOf(folder, "default.yaml");
  const user = [layerOf(folder, "user.yaml"), ...environmentLayers(environment)];
  const commandLine = {name: "command line", values: dotted(overrides)};
  const chosen = mergeLayers([fromDefault, ...user, commandLine]).values.environment;
  const name = ENVIRONMENTS.find((known) => known === chosen);
  if (name === undefined)
    throw new OperatingError(`environment is one of ${ENVIRONMENTS.join(", ")}, not ${JSON.stringify(chosen)}`, {
      code: "ENVIRONMENT_UNKNOWN",
      details: {input: true}
    });
  const merged = mergeLayers([
    fromDefault,
    layerOf(folder, join("environments", `${name}.yaml`)),
    ...user,
    commandLine
  ]);
  refuseProblems(merged);
  return {configuration: merged.values as SystemConfiguration, merged};
}

function layerOf(folder: string, file: string): ConfigurationLayer {
  return {name: `config/${file}`, values: readYaml(join(folder, file)) ?? {}};
}

/** Keys whose text in the environment is a number. */
const NUMERIC = /\.(port|historyDays|speed|seed)$/;

function environmentLayers(environment: NodeJS.ProcessEnv): ConfigurationLayer[] {
  return Object.entries(ENVIRONMENT_VARIABLES).flatMap(([variable, key]) => {
    const text = environment[variable];
    if (text === undefined || text === "") return [];
    const value: unknown = NUMERIC.test(key) ? parse(text) : text;
    return [{name: `environment variable ${variable}`, values: withValueAt({}, key, value)}];
  });
}

function dotted(overrides: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.entries(overrides).reduce<Record<string, unknown>>(
    (values, [key, value]) => (value === undefined ? values : withValueAt(values, key, value)),
    {}
  );
}

function refuseProblems(merged: MergedConfiguration): void {
  const problems = configurationProblems(SystemConfigurationSchema, merged.values);
  if (problems.length === 0) return;
  const lines = problems.map(({key, message}) => `${message} (${originOf(merged, key)})`);
  throw new OperatingError(`The configuration is not valid: ${lines.join("; ")}`, {
    code: "CONFIGURATION_INVALID",
    details: {problems: lines, input: true}
  });
}

function originOf(merged: MergedConfiguration, key: string): string {
  const exact = merged.origins.get(key);
  const below = [...merged.origins].find(([leaf]) => leaf.startsWith(`${key}.`));
  return `set in ${exact ?? below?.[1] ?? "no layer"}`;
}
