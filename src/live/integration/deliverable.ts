/** Stored texts become events; one that is no event is reported and left out, and its batch goes on without it. */
import type {BusTrouble, DeliveredEvent, StreamPosition} from "../../lib/integration/ports/event-bus.js";
import {decodeEvent} from "./event-codec.js";

export interface StoredEntry {
  readonly position: StreamPosition;
  /** Null where the store has lost it. */
  readonly text: string | null;
}

export interface DeliverableOptions {
  readonly stream: string;
  readonly redelivered: boolean;
  readonly onTrouble: (trouble: BusTrouble) => void;
}

export function deliverable(
  entries: readonly StoredEntry[],
  {stream, redelivered, onTrouble}: DeliverableOptions
): DeliveredEvent[] {
  const events: DeliveredEvent[] = [];
  for (const {position, text} of entries) {
    const decoded =
      text === null
        ? {ok: false as const, reason: "the entry was removed before it was acknowledged"}
        : decodeEvent(text);
    if (decoded.ok) events.push({position, event: decoded.event, redelivered});
    else onTrouble({kind: "entry-refused", stream, position, reason: decoded.reason});
  }
  return events;
}
