/** `papertape config`: the merged configuration, each key with the layer that set it; or one key; or a change. */
import {relative} from "node:path";
import {stringify} from "yaml";
import {valueAt} from "../../lib/configuration/configuration-layers.js";
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import {SECRET_KEYS} from "../../lib/configuration/system-configuration.js";
import {didYouMean} from "../../lib/core/closest-word.js";
import {loadConfiguration} from "../../loaders/configuration/load-configuration.js";
import {loadStrategy} from "../../loaders/configuration/load-strategy.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import {textTable} from "../text-table.js";

interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly layer: string;
}

export async function run({positional, terminal}: CommandContext): Promise<unknown> {
  const [action, key, value] = positional as readonly (string | undefined)[];
  switch (action) {
    case "list":
      return list(terminal.print);
    case "get":
      return get(key, terminal.print);
    case "set": {
      const {changeConfiguration} = await import("../change-configuration.js");
      return changeConfiguration({key, value, print: terminal.print});
    }
    default:
      throw wrongInput(`config does not know "${action}"; it knows list, get and set`);
  }
}

function settings(): readonly Setting[] {
  const {merged, configuration} = loadConfiguration();
  const system = [...merged.origins].map(([key, layer]) => ({
    key,
    value: shown(key, valueAt(merged.values, key)),
    layer
  }));
  const {strategy, origins} = loadStrategy(configuration.strategy);
  const sections = [...origins]
    .filter(([key]) => /^(agents|decision|execution)\./.test(key))
    .map(([key, layer]) => ({
      key,
      value: key === "agents.models" ? modelsShown(strategy.agents.models) : valueAt(strategy, key),
      layer: layer.startsWith("/") ? relative(process.cwd(), layer) : layer
    }));
  return [...system, ...sections].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A model's bytes are nothing to read. */
function modelsShown(models: StrategyConfiguration["agents"]["models"]): unknown {
  return models?.map(({content: _, ...model}) => model);
}

function shown(key: string, value: unknown): unknown {
  return SECRET_KEYS.has(key) && value !== null ? "(secret)" : value;
}

function list(print: (line: string) => void): unknown {
  const all = settings();
  print(textTable(all.map(({key, value, layer}) => ({key, value: oneLine(value), "set in": layer}))));
  return Object.fromEntries(all.map(({key, value, layer}) => [key, {value, layer}]));
}

function get(key: string | undefined, print: (line: string) => void): unknown {
  const all = settings();
  const found = all.find((setting) => setting.key === key);
  if (found === undefined)
    throw wrongInput(
      `there is no key ${key ?? "(none given)"}${didYouMean(
        key ?? "",
        all.map((setting) => setting.key)
      )}`
    );
  print(`${oneLine(found.value)}  (${found.layer})`);
  return found;
}

function oneLine(value: unknown): string {
  return stringify(value, {collectionStyle: "flow", lineWidth: 0}).trim();
}
