/**
 * What a writer of values remembers of the places inside a value: its fields by their order, the items of its lists.
 * Events of a fact have the same keys, and mostly the same words, at the same places: what comes again is copied instead
 * of being spelt out. A place is asked only about what is at hand, so nothing that is written depends on it.
 */

/** Places inside one value; what comes behind them is spelt out. */
const MOST_PLACES = 64;
/** A place at which so many texts in a row were new is not asked again: ids are alike until their last letters. */
const MOST_NEW_TEXTS = 8;

/** A text and its bytes, four a word; what fills up the last word means nothing. */
export class KnownText {
  text: string | null = null;
  /** In bytes; 0 while only the text is known. */
  length = 0;
  words = new Int32Array(0);

  /** Takes over the bytes of `text` as they stand in a buffer. */
  keep(view: DataView, from: number, to: number): void {
    const length = to - from;
    const count = (length + 3) >> 2;
    if (this.words.length < count) this.words = new Int32Array(count);
    for (let i = 0; i < count; i++) this.words[i] = view.getInt32(from + 4 * i, true);
    this.length = length;
  }
}

export class ValuePlace {
  readonly key = new KnownText();
  readonly text = new KnownText();
  #newTexts = 0;
  readonly #inside: ValuePlace[] = [];

  /** By the number of the field or item; null behind those that are remembered. */
  inside(index: number): ValuePlace | null {
    if (index < this.#inside.length) return this.#inside[index] as ValuePlace;
    if (index >= MOST_PLACES) return null;
    const place = new ValuePlace();
    this.#inside.push(place);
    return place;
  }

  /** Whether `text` is the one that came here last; where it never is, the answer is no without a look. */
  repeats(text: string): boolean {
    if (this.#newTexts === MOST_NEW_TEXTS) return false;
    if (text === this.text.text) {
      this.#newTexts = 0;
      return true;
    }
    this.text.text = text;
    this.text.length = 0;
    this.#newTexts++;
    return false;
  }
}
