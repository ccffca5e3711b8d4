// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Numbers out of CSV bytes into typed arrays, chunk by chunk, without a string or an object a row. A field is read
 * exactly as `Number` reads it (long ones by `Number` itself); an empty one is NaN; what is no number is NaN unless
 * `textValue` knows it.
 */
import {assert} from "../../lib/core/assert.js";

export interface CsvColumnsOptions {
  /** For each field of a line, the column that it goes to; -1 for none. Further fields are ignored. */
  readonly targets: readonly number[];
  /** Meaning of a field that is no number, e.g. a side; NaN for none. */
  readonly textValue?: (text: string) => number;
}

const NEWLINE = 10;
const RETURN = 13;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const QUOTE = 34;
const POWERS = Float64Array.from({length: 23}, (_, power) => Number(`1e${power}`));

export class CsvColumns {
  readonly #targets: Int32Array;
  readonly #textValue: (text: string) => number;
  #columns: Float64Array[];
  #rows = 0;
  /** The unfinished last line of the chunk before. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor({targets, textValue = () => Number.NaN}: CsvColumnsOptions) {
    this.#targets = Int32Array.from(targets);
    this.#textValue = textValue;
    this.#columns = this.#fresh(4096);
  }

  /** Rows that wait to be taken. */
  get rows(): number {
    return this.#rows;
  }

  push(chunk: Uint8Array): void {
    const lastBreak = chunk.lastIndexOf(NEWLINE);
    if (lastBreak < 0) {
      this.#rest = joined(this.#rest, chunk);
      return;
    }
    let from = 0;
    if (this.#rest.length > 0) {
      const firstBreak = chunk.indexOf(NEWLINE);
      this.#parse(joined(this.#rest, chunk.subarray(0, firstBreak + 1)), 0, this.#rest.length + firstBreak + 1);
      from = firstBreak + 1;
    }
    this.#parse(chunk, from, lastBreak + 1);
    this.#rest = chunk.slice(lastBreak + 1);
  }

  /** The last line may lack its break. */
  finish(): void {
    if (this.#rest.length === 0) return;
    const line = joined(this.#rest, Uint8Array.of(NEWLINE));
    this.#rest = new Uint8Array(0);
    this.#parse(line, 0, line.length);
  }

  /** The rows so far, one array a column, and begins anew. */
  take(): Float64Array[] {
    const taken = this.#columns.map((column) => column.subarray(0, this.#rows));
    this.#columns = this.#fresh(4096);
    this.#rows = 0;
    return taken;
  }

  #fresh(capacity: number): Float64Array[] {
    const count = Math.max(-1, ...this.#targets) + 1;
    return Array.from({length: count}, () => new Float64Array(capacity).fill(Number.NaN));
  }

  #grow(): void {
    this.#columns = this.#columns.map((column) => {
      const larger = new Float64Array(column.length * 2).fill(Number.NaN, column.length);
      larger.set(column);
      return larger;
    });
  }

  /** Whole lines of bytes[from, to). */
  #parse(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    while (at < to) {
      if (bytes[at] === NEWLINE || bytes[at] === RETURN) {
        at++;
        continue;
      }
      if (this.#rows === (this.#columns[0]?.length ?? 0)) this.#grow();
      at = this.#line(bytes, at);
    }
  }

  /** Reads one line into the columns and returns where the next begins. One loop over bytes: this is the hot path. */
  #line(bytes: Uint8Array, start: number): number {
    const targets = this.#targets;
    const columns = this.#columns;
    const row = this.#rows++;
    let at = start;
    for (let field = 0; ; field++) {
      const target = field < targets.length ? targets[field]! : -1;
      if (target < 0) at = skipField(bytes, at);
      else {
        const fieldStart = at;
        const isNegative = bytes[at] === MINUS;
        if (isNegative) at++;
        const digitsStart = at;
        let mantissa = 0;
        let digit = bytes[at]! - ZERO;
        while (digit >= 0 && digit <= 9) {
          mantissa = mantissa * 10 + digit;
          digit = bytes[++at]! - ZERO;
        }
        let decimals = 0;
        if (bytes[at] === DOT) {
          const pointAt = at;
          digit = bytes[++at]! - ZERO;
          while (digit >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            digit = bytes[++at]! - ZERO;
          }
          decimals = at - pointAt - 1;
        }
        const byte = bytes[at]!;
        const isPlain = byte === COMMA || byte === NEWLINE || byte === RETURN;
        // A mantissa below 2^53 was added up without rounding, so one division gives the nearest double.
        if (!isPlain || mantissa > Number.MAX_SAFE_INTEGER || decimals > 22) at = this.#text(bytes, fieldStart, target);
        else if (at > digitsStart) {
          const value = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!;
          columns[target]![row] = isNegative ? -value : value;
        }
      }
      if (bytes[at] !== COMMA) break;
      at++;
    }
    while (bytes[at] !== NEWLINE) at++;
    return at + 1;
  }

  /** A field that is no plain number: long, with an exponent, quoted, or a word. */
  #text(bytes: Uint8Array, start: number, target: number): number {
    const end = skipField(bytes, start);
    const field = new TextDecoder().decode(bytes.subarray(start, end)).trim();
    const text = field.charCodeAt(0) === QUOTE ? field.slice(1, -1) : field;
    const value = text === "" ? Number.NaN : Number(text);
    this.#columns[target]![this.#rows - 1] = Number.isNaN(value) ? this.#textValue(text) : value;
    return end;
  }
}

function skipField(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] !== COMMA && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at++;
  return at;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  assert(a.length + b.length < 2 ** 24, "a line of a CSV file is shorter than 16 MB");
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
