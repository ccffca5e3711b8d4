/** Base64 (RFC 4648) to bytes, without leaning on a browser or Node. */
import {assert} from "../core/assert.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map(Array.from(ALPHABET, (letter, value) => [letter.charCodeAt(0), value]));

/** @throws InvariantError for a letter that is none of base64 */
export function base64Bytes(text: string): Uint8Array {
  const end = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const letters = text.length - end;
  const bytes = new Uint8Array(Math.floor((letters * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < letters; i++) {
    const value = VALUES.get(text.charCodeAt(i));
    assert(value !== undefined, `base64 has no letter "${text[i]}"`);
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}
