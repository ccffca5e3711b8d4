/**
 * Trades between a stream and whoever takes them, with a bound. Holes in the trade ids are noticed; what is delivered
 * twice or out of order is put right; what does not fit is counted and told, never lost in silence.
 */
import {assert} from "../../lib/core/assert.js";

export interface CollectedTrade {
  /** Whole numbers that rise by one from trade to trade. */
  readonly id: number;
  readonly time: number;
  readonly price: number;
  readonly amount: number;
  readonly takerSide: "buy" | "sell" | null;
}

/** Ids [from, to] that have not come. */
export interface TradeGap {
  readonly from: number;
  readonly to: number;
}

export interface TradeQueueState {
  readonly waiting: number;
  readonly received: number;
  readonly duplicates: number;
  readonly overflowed: number;
  readonly gaps: readonly TradeGap[];
}

export class TradeQueue {
  readonly #capacity: number;
  #waiting: CollectedTrade[] = [];
  #gaps: TradeGap[] = [];
  #newestId: number | null = null;
  #received = 0;
  #duplicates = 0;
  #overflowed = 0;

  /** @param capacity trades that wait at most. */
  constructor(capacity: number) {
    assert(capacity > 0, `a queue holds at least one trade, not ${capacity}`);
    this.#capacity = capacity;
  }

  push(trades: readonly CollectedTrade[]): void {
    for (const trade of [...trades].sort((a, b) => a.id - b.id)) this.#pushOne(trade);
  }

  /** The oldest ones, at most `limit`. */
  take(limit: number): CollectedTrade[] {
    return this.#waiting.splice(0, limit);
  }

  state(): TradeQueueState {
    return {
      waiting: this.#waiting.length,
      received: this.#received,
      duplicates: this.#duplicates,
      overflowed: this.#overflowed,
      gaps: [...this.#gaps]
    };
  }

  #pushOne(trade: CollectedTrade): void {
    const newest = this.#newestId;
    if (newest !== null && trade.id <= newest && !this.#fillGap(trade.id)) {
      this.#duplicates++;
      return;
    }
    if (newest !== null && trade.id > newest + 1) this.#gaps.push({from: newest + 1, to: trade.id - 1});
    this.#newestId = Math.max(newest ?? trade.id, trade.id);
    this.#received++;
    if (this.#waiting.length < this.#capacity) this.#waiting.push(trade);
    else {
      // Full: the trade is as good as not received, and its id says so.
      this.#overflowed++;
      this.#gaps.push({from: trade.id, to: trade.id});
    }
  }

  /** True when the id was missing; it is no longer. */
  #fillGap(id: number): boolean {
    const index = this.#gaps.findIndex(({from, to}) => from <= id && id <= to);
    const gap = this.#gaps[index];
    if (gap === undefined) return false;
    const parts = [
      {from: gap.from, to: id - 1},
      {from: id + 1, to: gap.to}
    ].filter(({from, to}) => from <= to);
    this.#gaps.splice(index, 1, ...parts);
    return true;
  }
}
