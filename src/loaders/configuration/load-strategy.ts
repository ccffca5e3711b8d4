/** A strategy by name or path, over the defaults, validated. */
import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {mergeLayers} from "../../lib/configuration/configuration-layers.js";
import {
  DEFAULT_STRATEGY,
  type StrategyConfiguration,
  StrategyConfigurationSchema
} from "../../lib/configuration/strategy-configuration.js";
import {configurationProblems} from "../../lib/configuration/validate-configuration.js";
import {didYouMean} from "../../lib/core/closest-word.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import {withModels} from "./load-models.js";
import {projectPaths} from "./project-paths.js";
import {readYaml} from "./read-yaml.js";

export interface LoadedStrategy {
  readonly strategy: StrategyConfiguration;
  /** Dotted key to where its value comes from: the file or `defaults`. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * @throws OperatingError `STRATEGY_MISSING` or `STRATEGY_INVALID`, saying which key and what was expected, or
 * `MODEL_MISSING` or `MODEL_INVALID` for a model file that it names
 */
export function loadStrategy(nameOrPath: string): LoadedStrategy {
  const path = /\.ya?ml$/.test(nameOrPath) ? nameOrPath : join(projectPaths().strategies, `${nameOrPath}.yaml`);
  const values = readYaml(path);
  if (values === null)
    throw new OperatingError(
      `there is no strategy ${path}${didYouMean(nameOrPath, strategyNames()) || `; there are ${strategyNames().join(", ")}`}`,
      {
        code: "STRATEGY_MISSING",
        details: {path, input: true}
      }
    );
  const {values: merged, origins} = mergeLayers([
    {name: "defaults", values: DEFAULT_STRATEGY},
    {name: path, values}
  ]);
  const problems = configurationProblems(StrategyConfigurationSchema, merged);
  if (problems.length > 0)
    throw new OperatingError(`${path} is not a valid strategy: ${problems.map(({message}) => message).join("; ")}`, {
      code: "STRATEGY_INVALID",
      details: {path, problems, input: true}
    });
  return {strategy: withModels(merged as StrategyConfiguration, path), origins};
}

/** Names of the strategies in config/strategies. */
export function strategyNames(): readonly string[] {
  const folder = projectPaths().strategies;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}
