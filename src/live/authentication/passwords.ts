/** Passwords: argon2id with 19 MiB and two passes (the OWASP minimum), and what a new one must be like. */
import {hash, verify} from "@node-rs/argon2";
import {randomToken} from "./random-token.js";

const SETTINGS = {memoryCost: 19_456, timeCost: 2, parallelism: 1};
const MINIMUM_LENGTH = 12;
const MAXIMUM_LENGTH = 256;

/** A hash that no password has: an unknown account takes as long to refuse as a known one. */
let nobodysHash: Promise<string> | null = null;

export function hashPassword(password: string): Promise<string> {
  return hash(password, SETTINGS);
}

/** @param storedHash null for an account that does not exist. */
export async function isPassword(storedHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(randomToken(""));
  // Longer texts are no password of ours; hashing them would only cost time.
  const candidate = password.slice(0, MAXIMUM_LENGTH + 1);
  const matches = await verify(storedHash ?? (await nobodysHash), candidate);
  return storedHash !== null && matches;
}

/** What is wrong with a new password, as a sentence; null when it will do. */
export function passwordFault(password: string, username: string): string | null {
  if (password.length < MINIMUM_LENGTH)
    return `A password has at least ${MINIMUM_LENGTH} characters; this one has ${password.length}.`;
  if (password.length > MAXIMUM_LENGTH) return `A password has at most ${MAXIMUM_LENGTH} characters.`;
  if (password.toLowerCase().includes(username.toLowerCase()) && username.length >= 3)
    return "A password does not contain the account's name.";
  if (new Set(password).size < 5) return "A password has at least five different characters.";
  return null;
}
