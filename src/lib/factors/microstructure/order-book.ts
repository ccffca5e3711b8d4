/** An order book kept from a snapshot and the changes after it. */
import {assert} from "../../core/assert.js";

/** Prices of one side in rising order, with their amounts. */
class BookSide {
  private prices: number[] = [];
  private readonly amounts = new Map<number, number>();

  get size(): number {
    return this.prices.length;
  }

  /** Sets the amount at a price; 0 takes the level away. */
  set(price: number, amount: number): void {
    const isThere = this.amounts.has(price);
    if (amount > 0) this.amounts.set(price, amount);
    else this.amounts.delete(price);
    if (isThere !== amount > 0) this.move(price, isThere);
  }

  private move(price: number, isThere: boolean): void {
    let low = 0;
    let high = this.prices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.prices[middle] as number) < price) low = middle + 1;
      else high = middle;
    }
    if (isThere) this.prices.splice(low, 1);
    else this.prices.splice(low, 0, price);
  }

  /** The first levels from the high or the low end. */
  levels(count: number, end: "highest" | "lowest"): [number, number][] {
    const best = end === "lowest" ? this.prices.slice(0, count) : this.prices.slice(-count).reverse();
    return best.map((price) => [price, this.amounts.get(price) as number]);
  }
}

export interface BookChange {
  readonly side: "bid" | "ask";
  readonly price: number;
  readonly amount: number;
}

export class OrderBook {
  private readonly bids = new BookSide();
  private readonly asks = new BookSide();

  /** Amount 0 takes the level away. @throws InvariantError on a price or an amount that is none */
  apply({side, price, amount}: BookChange): void {
    assert(price > 0 && amount >= 0, `a level has a price and an amount, not ${amount} at ${price}`);
    (side === "bid" ? this.bids : this.asks).set(price, amount);
  }

  /** Levels on each side. */
  get sizes(): {bids: number; asks: number} {
    return {bids: this.bids.size, asks: this.asks.size};
  }

  /** The first levels of both sides, best first. */
  top(levels: number): {bids: [number, number][]; asks: [number, number][]} {
    return {bids: this.bids.levels(levels, "highest"), asks: this.asks.levels(levels, "lowest")};
  }
}
