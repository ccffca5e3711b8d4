/**
 * The canonical JSON of an event, made once however many ask for it: the hash chain, the journal and the bus all carry
 * the same text. An event is never changed once it is made.
 */
import {canonicalJson} from "../core/canonical-json.js";
import type {PapertapeEvent} from "./event.js";

const texts = new WeakMap<PapertapeEvent, string>();

export function eventText(event: PapertapeEvent): string {
  let text = texts.get(event);
  if (text === undefined) {
    text = canonicalJson(event);
    texts.set(event, text);
  }
  return text;
}
