/** SHA-256, in hexadecimal, of text and of values. The same in the browser, the backtest and the daemon. */
import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import {canonicalJson} from "./canonical-json.js";

/** 64 hexadecimal digits. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Hash of a value's canonical JSON. */
export function hashValue(value: unknown): string {
  return hashText(canonicalJson(value));
}

export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** A hash over bytes that come one piece after the other. A platform's own is the same and quicker. */
export interface RunningHash {
  /** Keeps nothing of `bytes`. */
  update(bytes: Uint8Array): void;
  /** 64 hexadecimal digits; takes nothing after it. */
  digest(): string;
}

export function createRunningHash(): RunningHash {
  const hash = sha256.create();
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    digest: () => bytesToHex(hash.digest())
  };
}
