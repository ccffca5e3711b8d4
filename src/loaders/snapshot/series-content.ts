// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * What the candles of a series are, in a few numbers: a SHA-256 over the rows in order (nine little-endian float64 each,
 * NaN for what is not known), and a locator, three sums from which one changed row can be found without keeping a
 * checksum a row. With row checksums h and row numbers i from 1, modulo a prime: s0 = sum h, s1 = sum i h, s2 = sum i^2 h;
 * one changed row gives i = (s1' - s1) / (s0' - s0), and the third sum tells one from several.
 */
import {createHash} from "node:crypto";
import {assert} from "../../lib/core/assert.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../lib/vocabulary/candle.js";

export type Locator = readonly [number, number, number];

export interface SeriesContent {
  readonly rows: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
  readonly locator: Locator;
}

/** The largest prime below 2^26: products of two residues stay exact in a float64, and rows are fewer. */
const PRIME = 67_108_859;
const WIDTH = CANDLE_COLUMN_NAMES.length;
const BATCH_ROWS = 8192;

/** Takes a series in parts, in order. */
export class SeriesContentHasher {
  private readonly hash = createHash("sha256");
  private readonly batch = new Float64Array(BATCH_ROWS * WIDTH);
  private readonly words = new Uint32Array(this.batch.buffer);
  private readonly sums: [number, number, number] = [0, 0, 0];
  private rows = 0;

  add(columns: CandleColumns): void {
    for (let from = 0; from < columns.length; from += BATCH_ROWS)
      this.addBatch(columns, from, Math.min(BATCH_ROWS, columns.length - from));
  }

  finish(): SeriesContent {
    assert(this.rows < PRIME, `a series of a snapshot has fewer than ${PRIME} candles`);
    return {rows: this.rows, hash: this.hash.digest("hex"), locator: [...this.sums]};
  }

  private addBatch(columns: CandleColumns, from: number, count: number): void {
    for (let c = 0; c < WIDTH; c++) {
      const column = columns[CANDLE_COLUMN_NAMES[c]!];
      for (let i = 0; i < count; i++) this.batch[i * WIDTH + c] = column[from + i]!;
    }
    for (let i = 0; i < count; i++) this.addRow(i * WIDTH * 2);
    this.hash.update(new Uint8Array(this.batch.buffer, 0, count * WIDTH * 8));
  }

  private addRow(firstWord: number): void {
    const checksum = rowChecksum(this.words, firstWord);
    // Fewer rows than the prime, so that the number is its own residue.
    const number = ++this.rows;
    const first = residue(number * checksum);
    this.sums[0] = residue(this.sums[0] + checksum);
    this.sums[1] = residue(this.sums[1] + first);
    this.sums[2] = residue(this.sums[2] + residue(number * first));
  }
}

/** Not for security: the SHA-256 says that something changed, this only helps to say where. */
function rowChecksum(words: Uint32Array, firstWord: number): number {
  let hash = 2_166_136_261;
  for (let w = firstWord; w < firstWord + WIDTH * 2; w++) {
    hash = Math.imul(hash ^ words[w]!, 16_777_619);
    hash ^= hash >>> 15;
  }
  return residue(hash >>> 0);
}

/** Modulo the prime, of a whole number from 0 to 2^53. The remainder of doubles is exact and ten times as slow. */
function residue(value: number): number {
  const rest = value - Math.floor(value / PRIME) * PRIME;
  // The division rounds: the quotient may be one too many or one too few.
  if (rest < 0) return rest + PRIME;
  return rest >= PRIME ? rest - PRIME : rest;
}

/** Index of the one row in which two contents of equal length differ; null when it is not one row. */
export function locateChangedRow(before: SeriesContent, after: SeriesContent): number | null {
  if (before.rows !== after.rows) return null;
  const difference = (k: 0 | 1 | 2) => (after.locator[k] - before.locator[k] + PRIME) % PRIME;
  const [d0, d1, d2] = [difference(0), difference(1), difference(2)];
  // One changed row makes d1 = i d0 and d2 = i^2 d0, so d1^2 = d0 d2.
  if (d0 === 0 || (d1 * d1) % PRIME !== (d0 * d2) % PRIME) return null;
  const number = (d1 * power(d0, PRIME - 2)) % PRIME;
  return number >= 1 && number <= after.rows ? number - 1 : null;
}

/** Modulo the prime; to the power of p - 2 it is the inverse (Fermat). */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2), square = (square * square) % PRIME)
    if (left % 2 === 1) result = (result * square) % PRIME;
  return result;
}
