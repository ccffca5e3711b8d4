/**
 * One hash over all events of a run, in order, as `value-bytes.ts` writes them. Keys are not sorted: every event is made
 * by one literal in one place, so its keys come in the order of the source, and the same code, candles and configuration
 * give the same bytes in any process.
 */
import {createHash} from "node:crypto";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {createValueBytes} from "./value-bytes.js";

export interface EventHash {
  take(event: PapertapeEvent): void;
  /** 64 hexadecimal digits; the hash takes nothing after it. */
  digest(): string;
}

export function createEventHash(): EventHash {
  const hash = createHash("sha256");
  const bytes = createValueBytes((piece) => hash.update(piece));
  return {
    take: (event) => bytes.write(event),
    digest: () => {
      bytes.flush();
      return hash.digest("hex");
    }
  };
}
