/**
 * Values of JSON as bytes for a hash: a letter for the kind, then the content. Against JSON text it spares writing
 * numbers out as decimals, which costs more than all else that a backtest does to an event. What JSON does not tell
 * apart is not told apart here: -0 is 0, what is not finite is null, a field that is undefined is not there.
 *
 * null n · true t · false f · number d, 8 bytes · text s, length, a byte a unit or w, length, 2 bytes a unit ·
 * list [, items, ] · object {, key and value in the object's order, }. Lengths are 4 bytes; all is little-endian.
 */
import type {KnownText, ValuePlace} from "./value-places.js";

export type TakeBytes = (bytes: Uint8Array) => void;

export interface ValueBytes {
  /** @param place one for values that are alike: what they share is written faster. The bytes are the same without. */
  write(value: unknown, place?: ValuePlace): void;
  /** Hands over what is still held. */
  flush(): void;
}

/** Bytes are handed over whenever so many have come together: a call into a hash costs as much as hundreds of them. */
const SIZE = 65_536;
/** Longest text that is written in one go; room for it, at two bytes a unit, is always free. */
const PIECE = 8_192;
/** A longer text is spelt out wherever it comes. */
const LONGEST_KEPT = 160;
/** Longer texts are written by one call: spelling them out, letter by letter, takes longer from here on. */
const LEAST_CALL = 24;

const NULL = 0x6e;
const TRUE = 0x74;
const FALSE = 0x66;
const NUMBER = 0x64;
const NARROW = 0x73;
const WIDE = 0x77;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/** The bytes handed over are used again after the call. */
export function createValueBytes(take: TakeBytes): ValueBytes {
  return new BufferedBytes(take);
}

class BufferedBytes implements ValueBytes {
  readonly #take: TakeBytes;
  readonly #bytes = Buffer.alloc(SIZE);
  readonly #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, SIZE);
  #at = 0;

  constructor(take: TakeBytes) {
    this.#take = take;
  }

  write(value: unknown, place: ValuePlace | null = null): void {
    if (this.#at > SIZE - 4 * PIECE) this.flush();
    if (typeof value === "string") this.#textAt(value, place);
    else if (typeof value === "number" && Number.isFinite(value)) this.#number(value);
    else if (Array.isArray(value)) this.#list(value, place);
    else if (typeof value === "object" && value !== null) this.#object(value, place);
    else this.#bytes[this.#at++] = value === true ? TRUE : value === false ? FALSE : NULL;
  }

  flush(): void {
    this.#take(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
  }

  #number(value: number): void {
    this.#bytes[this.#at] = NUMBER;
    // + 0 makes 0 of -0.
    this.#view.setFloat64(this.#at + 1, value + 0, true);
    this.#at += 9;
  }

  #list(list: readonly unknown[], place: ValuePlace | null): void {
    this.#bytes[this.#at++] = LIST;
    for (let i = 0; i < list.length; i++) this.write(list[i], place === null ? null : place.inside(i));
    this.#bytes[this.#at++] = LIST_END;
  }

  #object(object: object, place: ValuePlace | null): void {
    this.#bytes[this.#at++] = OBJECT;
    let field = 0;
    for (const key in object) {
      const value = (object as Record<string, unknown>)[key];
      if (value === undefined) continue;
      const inside = place === null ? null : place.inside(field++);
      if (inside === null) this.#text(key);
      else this.#key(key, inside.key);
      if (typeof value === "number" && Number.isFinite(value)) this.#number(value);
      else this.write(value, inside);
    }
    this.#bytes[this.#at++] = OBJECT_END;
  }

  #key(key: string, known: KnownText): void {
    if (key === known.text && known.length > 0) {
      this.#copy(known);
      return;
    }
    known.text = key;
    known.length = 0;
    this.#spellAndKeep(key, known);
  }

  #textAt(text: string, place: ValuePlace | null): void {
    if (place === null || !place.repeats(text)) this.#text(text);
    else if (place.text.length > 0) this.#copy(place.text);
    else this.#spellAndKeep(text, place.text);
  }

  #copy({words, length}: KnownText): void {
    const view = this.#view;
    const at = this.#at;
    // The last word may reach beyond the text: what comes next is written over it.
    for (let i = 0, from = 0; from < length; i++, from += 4) view.setInt32(at + from, words[i] as number, true);
    this.#at = at + length;
  }

  #spellAndKeep(text: string, known: KnownText): void {
    if (this.#at > SIZE - 4 * PIECE) this.flush();
    const from = this.#at;
    this.#text(text);
    if (text.length <= LONGEST_KEPT) known.keep(this.#view, from, this.#at);
  }

  #text(text: string): void {
    if (text.length > PIECE) {
      this.#longText(text);
      return;
    }
    if (this.#at > SIZE - 4 * PIECE) this.flush();
    const bytes = this.#bytes;
    const start = this.#at + 5;
    // What takes as many bytes as it has units is plain ASCII: narrow, whatever way it was written.
    if (text.length > LEAST_CALL && bytes.write(text, start) === text.length) {
      this.#head(NARROW, text.length);
      this.#at = start + text.length;
      return;
    }
    let seen = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      bytes[start + i] = unit;
      seen |= unit;
    }
    if (seen < 256) {
      this.#head(NARROW, text.length);
      this.#at = start + text.length;
    } else this.#wideText(text);
  }

  #head(kind: number, length: number): void {
    this.#bytes[this.#at] = kind;
    this.#view.setUint32(this.#at + 1, length, true);
    this.#at += 5;
  }

  #wideText(text: string): void {
    this.#head(WIDE, text.length);
    for (let i = 0; i < text.length; i++, this.#at += 2) this.#view.setUint16(this.#at, text.charCodeAt(i), true);
  }

  /** Always wide, whatever its letters. */
  #longText(text: string): void {
    this.#head(WIDE, text.length);
    for (let i = 0; i < text.length; i++, this.#at += 2) {
      if (this.#at > SIZE - 4 * PIECE) this.flush();
      this.#view.setUint16(this.#at, text.charCodeAt(i), true);
    }
  }
}
