/** Configuration as the HTTP interface reads and changes it: merged, with its layers, secrets hidden. */
import {valueAt, withValueAt} from "../lib/configuration/configuration-layers.js";
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import type {LoadedConfiguration} from "../loaders/configuration/load-configuration.js";
import type {ConfigurationPort} from "./control/gateway-dependencies.js";
import type {LiveBoard} from "./live-board.js";
import {checkChange, type OperatorCommands, typedValue} from "./operator-commands.js";

export interface RuntimeConfigurationOptions {
  readonly loaded: LoadedConfiguration;
  readonly strategy: StrategyConfiguration;
  readonly board: LiveBoard;
  readonly commands: OperatorCommands;
  readonly secrets: ReadonlySet<string>;
}

export function runtimeConfiguration({
  loaded,
  strategy,
  board,
  commands,
  secrets
}: RuntimeConfigurationOptions): ConfigurationPort {
  /** The strategy as it runs now. */
  const current = () => changedStrategy(strategy, board.changes);
  return {
    read: async () => {
      const system = [...loaded.merged.origins].map(([key, layer]) => {
        const value = valueAt(loaded.merged.values, key);
        return {key, value: secrets.has(key) && value !== null ? "(secret)" : value, layer, isChangeable: false};
      });
      const decision = leaves("decision", current().decision).map(({key, value}) => ({
        key,
        value,
        layer: board.changes.has(key) ? "runtime" : `strategy ${strategy.name}`,
        isChangeable: true
      }));
      return {keys: [...decision, ...system]};
    },
    change: async ({key, to, by}) => {
      const value = typedValue(to);
      const checked = checkChange(current(), key, value);
      if (!checked.ok) return checked;
      await commands.change({key, from: checked.from, to: value, by});
      return {ok: true};
    }
  };
}

/** A strategy with the changes made while it ran, by key, in the order they were made. */
export function changedStrategy(
  strategy: StrategyConfiguration,
  changes: Iterable<readonly [key: string, to: unknown]>
): StrategyConfiguration {
  return [...changes].reduce<Record<string, unknown>>(
    (values, [key, to]) => withValueAt(values, key, to),
    strategy as unknown as Record<string, unknown>
  ) as unknown as StrategyConfiguration;
}

function leaves(key: string, value: unknown): readonly {readonly key: string; readonly value: unknown}[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [{key, value}];
  return Object.entries(value).flatMap(([name, nested]) => leaves(`${key}.${name}`, nested));
}
