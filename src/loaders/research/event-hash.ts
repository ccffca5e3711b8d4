/**
 * One hash over all events of a run, in order. Their JSON is taken as it stands, keys unsorted: every event is made by
 * one literal in one place, so its keys come in the order of the source, and the same code, candles and configuration
 * give the same bytes in any process. Against canonical JSON it also tells two orders of keys apart, and costs a third;
 * unlike it, it does not refuse a NaN but takes it for null.
 */
import {createHash} from "node:crypto";
import type {PapertapeEvent} from "../../lib/events/event.js";

export interface EventHash {
  take(event: PapertapeEvent): void;
  /** 64 hexadecimal digits; the hash takes nothing after it. */
  digest(): string;
}

/** Characters gathered before they are hashed: a call into the hash costs as much as hundreds of them. */
const GATHERED = 65_536;

export function createEventHash(): EventHash {
  const hash = createHash("sha256");
  let text = "";
  return {
    take: (event) => {
      text += `${JSON.stringify(event)}\n`;
      if (text.length < GATHERED) return;
      hash.update(text);
      text = "";
    },
    digest: () => hash.update(text).digest("hex")
  };
}
