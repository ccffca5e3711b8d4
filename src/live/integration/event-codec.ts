/** An event as a bus stores it: one JSON text. What comes out of a store is unknown data until it is validated. */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {type EventValidation, validateEvent} from "../../lib/events/validate-event.js";

export interface EncodedEvent {
  readonly id: string;
  readonly text: string;
}

/** @throws OperatingError EVENT_INVALID naming the field that is wrong. */
export function encodeEvent(event: PapertapeEvent): EncodedEvent {
  const validation = validateEvent(event);
  if (!validation.ok)
    throw new OperatingError(`This event may not enter the bus: ${validation.reason}.`, {
      code: "EVENT_INVALID",
      details: {fact: event.fact, id: event.id}
    });
  return {id: event.id, text: JSON.stringify(event)};
}

export function decodeEvent(text: string): EventValidation {
  try {
    return validateEvent(JSON.parse(text));
  } catch (error) {
    return {ok: false, reason: `the entry is not JSON: ${error instanceof Error ? error.message : String(error)}`};
  }
}
