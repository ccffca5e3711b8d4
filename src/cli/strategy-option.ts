/** The strategy as its file and the command line say it. */
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import {loadStrategy} from "../loaders/configuration/load-strategy.js";
import {symbolsOption, textOption} from "./option-values.js";
import {type CommandOptions, wrongInput} from "./run-command.js";

export function strategyOf(options: CommandOptions, named: string): StrategyConfiguration {
  const {strategy} = loadStrategy(named);
  const symbols = symbolsOption(options);
  const capital = textOption(options, "capital");
  if (capital !== undefined && !/^\d+(\.\d+)?$/.test(capital))
    throw wrongInput(`--capital is an amount like 10000, not "${capital}"`);
  return {
    ...strategy,
    ...(symbols === undefined ? {} : {symbols: [...symbols]}),
    ...(capital === undefined ? {} : {startCapital: capital})
  };
}
