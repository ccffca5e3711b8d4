/** Commands of people as events of the tape: a replay sees them again at the same place. */
import {hashValue} from "../../lib/core/hash.js";
import type {
  ConfigurationChanged,
  FlattenRequested,
  TradingHalted,
  TradingPaused,
  TradingResumed
} from "../../lib/events/configuration-event.js";
import type {Command} from "./gateway-dependencies.js";

export type CommandEvent = TradingPaused | TradingResumed | TradingHalted | FlattenRequested;

/** @param now epoch milliseconds; the same command given twice in one of them is one command. */
export function commandEvent(fact: CommandEvent["fact"], command: Command, now: number): CommandEvent {
  const {by, reason} = command;
  return {...envelope({fact, content: {by, reason}, now}), fact, payload: {by, reason}};
}

/** @param change `from` is the value before; both are JSON values. */
export function configurationChanged(change: ConfigurationChanged["payload"], now: number): ConfigurationChanged {
  return {
    ...envelope({fact: "ConfigurationChanged", content: change, now}),
    fact: "ConfigurationChanged",
    payload: change
  };
}

function envelope({fact, content, now}: {fact: string; content: unknown; now: number}) {
  const id = `command:${fact}:${now}:${hashValue(content).slice(0, 16)}`;
  return {
    id,
    type: "ConfigurationEvent" as const,
    version: 1 as const,
    occurredAt: now,
    recordedAt: now,
    correlationId: id,
    causationId: null,
    source: "control"
  };
}
