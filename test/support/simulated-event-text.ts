/** An event's text, written once however often it is sent: events are never changed. */
import type {PapertapeEvent} from "../../src/lib/events/event.js";

const texts = new WeakMap<PapertapeEvent, string>();

export function textOf(event: PapertapeEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify(event);
  texts.set(event, text);
  return text;
}
