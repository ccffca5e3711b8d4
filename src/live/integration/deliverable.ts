/** Stored texts become events; one that is no event is reported and left out, and its batch goes on without it. */
import type {BusMessage, BusTrouble, DeliveredEvent, StreamPosition} from "../../lib/integration/ports/event-bus.js";
import type {Decoded} from "./event-codec.js";

export interface StoredEntry {
  readonly position: StreamPosition;
  /** Null where the store has lost it. */
  readonly text: string | null;
}

export interface DeliverableOptions<Message extends BusMessage> {
  readonly stream: string;
  readonly redelivered: boolean;
  readonly onTrouble: (trouble: BusTrouble) => void;
  readonly decode: (text: string) => Decoded<Message>;
}

export function deliverable<Message extends BusMessage>(
  entries: readonly StoredEntry[],
  {stream, redelivered, onTrouble, decode}: DeliverableOptions<Message>
): DeliveredEvent<Message>[] {
  const events: DeliveredEvent<Message>[] = [];
  for (const {position, text} of entries) {
    const decoded =
      text === null ? {ok: false as const, reason: "the entry was removed before it was acknowledged"} : decode(text);
    if (decoded.ok) events.push({position, event: decoded.event, redelivered});
    else onTrouble({kind: "entry-refused", stream, position, reason: decoded.reason});
  }
  return events;
}
