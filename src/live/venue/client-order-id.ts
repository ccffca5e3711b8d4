/** Names of our orders at a venue. Venues take 36 characters of few kinds; ours derive from what they name. */
import {hashValue} from "../../lib/core/hash.js";

const PREFIX = "pt-";
const DIGEST_LENGTH = 32;

/** The same order of the same session has the same one: a re-sent order is recognised. */
export function clientOrderId(session: string, orderId: string): string {
  return `${PREFIX}${hashValue({session, orderId}).slice(0, DIGEST_LENGTH)}`;
}

export function isOurs(id: string): boolean {
  return id.startsWith(PREFIX) && id.length === PREFIX.length + DIGEST_LENGTH;
}
