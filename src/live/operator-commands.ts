/**
 * What an operator can tell a running session: pause, resume, halt, flatten, change a key. A command is an event on the
 * session's input stream, taken in the tape's order and seen again by a replay.
 */
import {parse} from "yaml";
import {isPlainObject, valueAt, withValueAt} from "../lib/configuration/configuration-layers.js";
import {type StrategyConfiguration, StrategyConfigurationSchema} from "../lib/configuration/strategy-configuration.js";
import {allowedKeys, configurationProblems} from "../lib/configuration/validate-configuration.js";
import {didYouMean} from "../lib/core/closest-word.js";
import type {ConfigurationEvent} from "../lib/events/configuration-event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import {commandEvent, configurationChanged} from "./control/command-events.js";
import {inputStream} from "./integration/session-runner.js";

export type CommandFact = "TradingPaused" | "TradingResumed" | "TradingHalted" | "FlattenRequested";

export interface OperatorCommandsOptions {
  readonly bus: EventBus;
  readonly session: string;
  /** Market time: a command acts from then on. */
  readonly marketNow: () => number;
}

export interface OperatorCommands {
  command(fact: CommandFact, payload: {readonly by: string; readonly reason: string}): Promise<void>;
  change(change: {
    readonly key: string;
    readonly from: unknown;
    readonly to: unknown;
    readonly by: string;
  }): Promise<void>;
}

export function createOperatorCommands({bus, session, marketNow}: OperatorCommandsOptions): OperatorCommands {
  const publish = async (event: ConfigurationEvent) => {
    await bus.publish(inputStream(session), [event]);
  };
  return {
    command: (fact, payload) => publish(commandEvent(fact, payload, marketNow())),
    change: (payload) => publish(configurationChanged(payload, marketNow()))
  };
}

export type CheckedChange =
  | {readonly ok: true; readonly from: unknown; readonly strategy: StrategyConfiguration}
  | {readonly ok: false; readonly reason: string};

/** Sections of a strategy that may change while it runs: the others would make another strategy of it. */
const RUNTIME_SECTIONS = ["decision."];

/** Whether a change would leave the strategy valid. A bad one changes nothing. */
export function checkChange(strategy: StrategyConfiguration, key: string, to: unknown): CheckedChange {
  const known = allowedKeys(StrategyConfigurationSchema).filter((name) =>
    RUNTIME_SECTIONS.some((section) => name.startsWith(section))
  );
  if (!known.includes(key))
    return {
      ok: false,
      reason: `${key} cannot be changed while running${didYouMean(key, known) || "; keys that can begin with decision."}`
    };
  const changed = withValueAt(strategy as unknown as Record<string, unknown>, key, to);
  const problem = configurationProblems(StrategyConfigurationSchema, changed)[0];
  if (problem !== undefined) return {ok: false, reason: problem.message};
  return {ok: true, from: valueAt(strategy, key), strategy: changed as unknown as StrategyConfiguration};
}

/** What a person typed as a value: YAML, so that 12 is a number and null is nothing. */
export function typedValue(text: unknown): unknown {
  if (typeof text !== "string") return text;
  const value: unknown = parse(text);
  return isPlainObject(value) ? text : value;
}
