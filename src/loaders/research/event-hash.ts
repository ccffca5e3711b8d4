/**
 * One hash over all events of a run, in order, as `value-bytes.ts` writes them. Keys are not sorted: every event is made
 * by one literal in one place, so its keys come in the order of the source, and the same code, candles and configuration
 * give the same bytes in any process.
 */
import {createHash} from "node:crypto";
import type {EventFact, PapertapeEvent} from "../../lib/events/event.js";
import {createValueBytes} from "./value-bytes.js";
import {ValuePlace} from "./value-places.js";

export interface EventHash {
  take(event: PapertapeEvent): void;
  /** 64 hexadecimal digits; the hash takes nothing after it. */
  digest(): string;
}

export function createEventHash(): EventHash {
  const hash = createHash("sha256");
  const bytes = createValueBytes((piece) => hash.update(piece));
  const places = new Map<EventFact, ValuePlace>();
  const placeOf = (fact: EventFact): ValuePlace => {
    let place = places.get(fact);
    if (place === undefined) {
      place = new ValuePlace();
      places.set(fact, place);
    }
    return place;
  };
  return {
    take: (event) => bytes.write(event, placeOf(event.fact)),
    digest: () => {
      bytes.flush();
      return hash.digest("hex");
    }
  };
}
