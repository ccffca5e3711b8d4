/**
 * Exchange keys at rest: AES-256-GCM under a key derived from a passphrase by scrypt, bound to exchange and name. The
 * passphrase is in the environment of whoever starts the daemon and nowhere else; keys are never shown again.
 */
import {createCipheriv, createDecipheriv, randomBytes, scryptSync} from "node:crypto";
import {OperatingError} from "../../lib/core/operating-error.js";

export interface ExchangeKeys {
  readonly apiKey: string;
  readonly secret: string;
}

export interface KeyOwner {
  readonly exchange: string;
  readonly name: string;
}

export const PASSPHRASE_VARIABLE = "PAPERTAPE_KEY_PASSPHRASE";
export const SHORTEST_PASSPHRASE = 12;

const VERSION = "v1";
const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** 32 MiB and some tens of milliseconds a guess. */
const SCRYPT = {N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20};

/** @throws OperatingError KEY_PASSPHRASE_WEAK */
export function sealKeys(keys: ExchangeKeys, owner: KeyOwner, passphrase: string): string {
  if (passphrase.length < SHORTEST_PASSPHRASE)
    throw new OperatingError(
      `${PASSPHRASE_VARIABLE} has ${passphrase.length} characters; at least ${SHORTEST_PASSPHRASE} are needed.`,
      {code: "KEY_PASSPHRASE_WEAK", details: {input: true}}
    );
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, derive(passphrase, salt), nonce, {authTagLength: TAG_BYTES});
  cipher.setAAD(boundTo(owner));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(keys), "utf8"), cipher.final()]);
  return [VERSION, ...[salt, nonce, cipher.getAuthTag(), sealed].map((part) => part.toString("base64"))].join(".");
}

/** @throws OperatingError KEYS_UNREADABLE for another passphrase, another owner, or a text that was changed. */
export function openKeys(text: string, owner: KeyOwner, passphrase: string): ExchangeKeys {
  const [version, ...parts] = text.split(".");
  const [salt, nonce, tag, sealed] = parts.map((part) => Buffer.from(part, "base64"));
  try {
    if (version !== VERSION || salt === undefined || nonce === undefined || tag === undefined || sealed === undefined)
      throw new Error("not sealed as expected");
    const decipher = createDecipheriv(ALGORITHM, derive(passphrase, salt), nonce, {authTagLength: TAG_BYTES});
    decipher.setAAD(boundTo(owner));
    decipher.setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8")) as ExchangeKeys;
  } catch {
    // The cause is left out: nothing of what was sealed may come along with it.
    throw new OperatingError(
      `The keys ${owner.name} of ${owner.exchange} cannot be opened: ${PASSPHRASE_VARIABLE} is another one than they were added with, or they were changed. Remove them and add them again.`,
      {code: "KEYS_UNREADABLE", details: {exchange: owner.exchange, name: owner.name}}
    );
  }
}

function derive(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize("NFKC"), salt, KEY_BYTES, SCRYPT);
}

function boundTo({exchange, name}: KeyOwner): Buffer {
  return Buffer.from(`papertape exchange keys ${exchange} ${name}`, "utf8");
}
