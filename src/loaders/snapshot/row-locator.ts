/**
 * Three sums from which one changed row can be found without keeping a checksum a row. With row checksums h and row
 * numbers i from 1, modulo a prime: s0 = sum h, s1 = sum i h, s2 = sum i^2 h; one changed row gives
 * i = (s1' - s1) / (s0' - s0), and the third sum tells one from several.
 */
import {assert} from "../../lib/core/assert.js";

export type Locator = readonly [number, number, number];

export interface LocatedRows {
  readonly rows: number;
  readonly locator: Locator;
}

/** The largest prime below 2^26: products of two residues stay exact in a float64, and rows are fewer. */
const PRIME = 67_108_859;

/** Takes rows in order. */
export class RowLocator {
  private readonly sums: [number, number, number] = [0, 0, 0];
  private rows = 0;

  /** @param checksum of the row, a whole number below 2^32. */
  add(checksum: number): void {
    // Fewer rows than the prime, so that the number is its own residue.
    const number = ++this.rows;
    const rest = residue(checksum);
    const first = residue(number * rest);
    this.sums[0] = residue(this.sums[0] + rest);
    this.sums[1] = residue(this.sums[1] + first);
    this.sums[2] = residue(this.sums[2] + residue(number * first));
  }

  finish(): Locator {
    assert(this.rows < PRIME, `what a snapshot holds of one kind has fewer than ${PRIME} rows`);
    return [...this.sums];
  }
}

/** Modulo the prime, of a whole number from 0 to 2^53. The remainder of doubles is exact and ten times as slow. */
function residue(value: number): number {
  const rest = value - Math.floor(value / PRIME) * PRIME;
  // The division rounds: the quotient may be one too many or one too few.
  if (rest < 0) return rest + PRIME;
  return rest >= PRIME ? rest - PRIME : rest;
}

/** Index of the one row in which two contents of equal length differ; null when it is not one row. */
export function locateChangedRow(before: LocatedRows, after: LocatedRows): number | null {
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
