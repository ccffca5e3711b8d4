/** Secrets that people and programs carry, and the hashes of them that the database holds. */
import {createHash, randomBytes, randomInt} from "node:crypto";

/** 256 bits; an index over its hash needs no slow hashing. */
export function randomToken(prefix: string): string {
  return prefix + randomBytes(32).toString("base64url");
}

export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

export function randomId(): string {
  return randomBytes(12).toString("base64url");
}

/** Twenty letters and digits in groups of five, without those that look alike: about 98 bits, and can be typed. */
export function oneTimePassword(): string {
  const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  const group = () => Array.from({length: 5}, () => alphabet[randomInt(alphabet.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
