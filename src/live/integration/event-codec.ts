/** An event as a bus stores it: one JSON text. What comes out of a store is unknown data until it is validated. */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {eventText} from "../../lib/events/event-text.js";
import {validateEvent} from "../../lib/events/validate-event.js";
import type {BusMessage} from "../../lib/integration/ports/event-bus.js";

export interface EncodedEvent {
  readonly id: string;
  readonly text: string;
}

export type Decoded<Message> =
  | {readonly ok: true; readonly event: Message}
  | {readonly ok: false; readonly reason: string};

/** How a bus turns what it carries into texts, and back. */
export interface MessageCodec<Message extends BusMessage> {
  /** @throws OperatingError EVENT_INVALID */
  encode(message: Message): EncodedEvent;
  decode(text: string): Decoded<Message>;
}

/** @throws OperatingError EVENT_INVALID naming the field that is wrong. */
export function encodeEvent(event: PapertapeEvent): EncodedEvent {
  const validation = validateEvent(event);
  if (!validation.ok)
    throw new OperatingError(`This event may not enter the bus: ${validation.reason}.`, {
      code: "EVENT_INVALID",
      details: {fact: event.fact, id: event.id}
    });
  // The text that the journal has: for what is on the tape it is made already.
  return {id: event.id, text: eventText(event)};
}

export function decodeEvent(text: string): Decoded<PapertapeEvent> {
  try {
    return validateEvent(JSON.parse(text));
  } catch (error) {
    return {ok: false, reason: `the entry is not JSON: ${error instanceof Error ? error.message : String(error)}`};
  }
}

export const EVENT_CODEC: MessageCodec<PapertapeEvent> = {encode: encodeEvent, decode: decodeEvent};
