/**
 * Many values a piece at a time: what one step of a calculation leaves for the next is small and stays in the
 * processor's cache, where a whole column between two steps would have to be allocated, written and read again.
 */

/** Values of a piece; 8 kB a column. */
export const PIECE = 1024;

/** Calls `work` for each piece of `size` values, from the first to the last, with its first index and its end. */
export function inPieces(size: number, work: (from: number, to: number) => void): void {
  for (let from = 0; from < size; from += PIECE) work(from, Math.min(from + PIECE, size));
}
