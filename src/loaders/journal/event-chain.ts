/**
 * The hash chain of a session: each hash is SHA-256, in hexadecimal, of the hash before it followed by the event's
 * canonical JSON. The first "hash before" is that of the session's description, so that it cannot be swapped either.
 */
import {hash as hashOf} from "node:crypto";
import {canonicalJson} from "../../lib/core/canonical-json.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {eventText} from "../../lib/events/event-text.js";
import type {SessionDescription} from "../../lib/integration/ports/journal.js";

export interface ChainedEvent {
  readonly event: PapertapeEvent;
  /** Canonical JSON. */
  readonly text: string;
  readonly hash: string;
}

export function chainHash(previousHash: string, text: string): string {
  return hashOf("sha256", previousHash + text, "hex");
}

/** Hash of a session before its first event. */
export function genesisHash(description: SessionDescription): string {
  const {id, kind, strategy, configuration, codeCommit, startedAt} = description;
  return hashOf("sha256", canonicalJson({id, kind, strategy, configuration, codeCommit, startedAt}), "hex");
}

export function chainEvents(previousHash: string, events: readonly PapertapeEvent[]): readonly ChainedEvent[] {
  let hash = previousHash;
  return events.map((event) => {
    const text = eventText(event);
    hash = chainHash(hash, text);
    return {event, text, hash};
  });
}
