/**
 * Whole books out of snapshots and the changes after them. A change that is missing makes the book unknown until the next
 * snapshot: an empty book is given out once, so that nothing fills from levels that may be gone.
 */
import type {BookChangeRow, BookRow} from "./market-flow.js";

/** Levels of a side that are given out: a tape with hundreds at every change could not be kept. */
export const BOOK_LEVELS = 50;

/** Changes kept while there is no book: they may be newer than the snapshot that comes. */
const CHANGES_KEPT = 1_000;

export class BookBuilder {
  #bids: Map<number, number> | null = null;
  #asks = new Map<number, number>();
  /** Id of the last change in the book; null where the snapshot says none. */
  #last: number | null = null;
  #early: BookChangeRow[] = [];

  /** @returns the book that is known now; null when it was older than the one that is known */
  snapshot({time, sequence, bids, asks}: BookRow): BookRow | null {
    if (this.#bids !== null && sequence !== null && this.#last !== null && sequence < this.#last) return null;
    this.#bids = new Map(bids);
    this.#asks = new Map(asks);
    this.#last = sequence;
    const early = this.#early;
    this.#early = [];
    for (const change of early) if (this.#follows(change)) this.#apply(change);
    return this.#book(time);
  }

  /** @returns the book after it; empty when a change before it is missing; null where nothing is known or changed */
  change(change: BookChangeRow): BookRow | null {
    if (this.#bids === null) {
      this.#early.push(change);
      if (this.#early.length > CHANGES_KEPT) this.#early.shift();
      return null;
    }
    if (this.#last !== null && change.lastUpdate <= this.#last) return null;
    if (!this.#follows(change)) {
      this.#bids = null;
      this.#early = [change];
      return {time: change.time, sequence: change.lastUpdate, bids: [], asks: []};
    }
    this.#apply(change);
    return this.#book(change.time);
  }

  /** Binance's rule: the change holds the id after the book's, or names the book's as the one before it. */
  #follows({firstUpdate, lastUpdate, previousUpdate}: BookChangeRow): boolean {
    if (this.#last === null) return true;
    if (lastUpdate <= this.#last) return false;
    if (firstUpdate !== null && firstUpdate <= this.#last + 1) return true;
    return previousUpdate === null ? firstUpdate === null : previousUpdate === this.#last;
  }

  #apply({lastUpdate, bids, asks}: BookChangeRow): void {
    for (const [price, amount] of bids) setLevel(this.#bids ?? new Map(), price, amount);
    for (const [price, amount] of asks) setLevel(this.#asks, price, amount);
    this.#last = lastUpdate;
  }

  #book(time: number): BookRow {
    const best = (levels: ReadonlyMap<number, number>, sign: 1 | -1) =>
      [...levels].sort((a, b) => sign * (a[0] - b[0])).slice(0, BOOK_LEVELS);
    return {time, sequence: this.#last, bids: best(this.#bids ?? new Map(), -1), asks: best(this.#asks, 1)};
  }
}

function setLevel(side: Map<number, number>, price: number, amount: number): void {
  if (amount === 0) side.delete(price);
  else side.set(price, amount);
}
