// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Lines of numbers as ASCII bytes, the same text as `toText` of the exact decimals, without a string or a BigInt: a sweep
 * hashes a hundred million fills. Goes on to the hash in pieces.
 */
import type {RunningHash} from "../../core/hash.js";

const PIECE_BYTES = 1 << 16;
/** Sixteen digits of a number below 2^53, and as many places of its scale. */
const LONGEST_NUMBER = 64;
const ZERO = 48;
const POINT = 46;
const SPACE = 32;
const LINE_END = 10;
/** Digits in one half of a number, so that each half is a small integer. */
const HALF = 8;
const HALF_POWER = 1e8;

export class FillBytes {
  readonly #hash: RunningHash;
  readonly #piece = new Uint8Array(PIECE_BYTES);
  /** The digits of one number, its last one last. */
  readonly #digits = new Uint8Array(2 * HALF);
  #length = 0;

  constructor(hash: RunningHash) {
    this.#hash = hash;
  }

  /** Texts of ASCII, a space after each. */
  word(text: Uint8Array): void {
    this.#reserve(text.length + 1);
    this.#piece.set(text, this.#length);
    this.#length += text.length;
    this.#piece[this.#length++] = SPACE;
  }

  /** A space or the line's end after it. @param units whole, 0 to 2^53 */
  decimal(units: number, scale: number, isLast = false): void {
    this.#reserve(LONGEST_NUMBER);
    const digits = this.#digits;
    const first = Math.min(this.#spell(units), digits.length - 1);
    // Places after the point, zeros at the end left out.
    let places = scale;
    let end = digits.length;
    while (places > 0 && (end === 0 || digits[end - 1] === 0)) {
      places--;
      end = Math.max(0, end - 1);
    }
    const point = end - places;
    const piece = this.#piece;
    let at = this.#length;
    if (point <= first) piece[at++] = ZERO;
    for (let i = first; i < point; i++) piece[at++] = ZERO + digits[i]!;
    if (places > 0) piece[at++] = POINT;
    for (let i = point; i < Math.min(first, end); i++) piece[at++] = ZERO;
    for (let i = Math.max(first, point); i < end; i++) piece[at++] = ZERO + digits[i]!;
    piece[at++] = isLast ? LINE_END : SPACE;
    this.#length = at;
  }

  flush(): void {
    this.#hash.update(this.#piece.subarray(0, this.#length));
    this.#length = 0;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes > PIECE_BYTES) this.flush();
  }

  /** @returns place of the first digit that is not 0; the number of places for 0 */
  #spell(units: number): number {
    const high = Math.floor(units / HALF_POWER);
    const highFrom = this.#spellHalf(high, HALF);
    const lowFrom = this.#spellHalf(units - high * HALF_POWER, 2 * HALF);
    return high > 0 ? highFrom : lowFrom;
  }

  /** Eight digits that end before `end`. @returns place of the first that is not 0 */
  #spellHalf(value: number, end: number): number {
    const digits = this.#digits;
    let rest = value | 0;
    let first = end;
    for (let i = end - 1; i >= end - HALF; i--) {
      const next = (rest / 10) | 0;
      const digit = rest - 10 * next;
      digits[i] = digit;
      if (digit !== 0) first = i;
      rest = next;
    }
    return first;
  }
}
