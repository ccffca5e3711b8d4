/** One instrument's trade at hand, flat to flat: what was paid for it and what it has brought. */

export interface TripFill {
  readonly isBuy: boolean;
  /** Base units, above 0; quote units per base unit; quote units. */
  readonly amount: number;
  readonly price: number;
  readonly fee: number;
}

/** Base units held, signed: the nearest float64, whose sign is the exact position's. */
export interface TripPosition {
  readonly before: number;
  readonly after: number;
}

export class RoundTrip {
  #entered = 0;
  /** So far, fees taken off. */
  #cash = 0;

  /** @returns the profit over the value entered of the trade that this fill closes, after fees; null for none */
  take(fill: TripFill, {before, after}: TripPosition): number | null {
    if (before === 0 || before > 0 === fill.isBuy) {
      this.#enter(fill, 1);
      return null;
    }
    const isReversed = after !== 0 && after > 0 === fill.isBuy;
    // Of a fill that closes one trade and opens the next, each gets its share of the fee.
    const share = isReversed ? Math.abs(before / fill.amount) : 1;
    this.#book(fill, share);
    if (after !== 0 && !isReversed) return null;
    const profit = this.#cash / this.#entered;
    this.#entered = 0;
    this.#cash = 0;
    if (isReversed) this.#enter(fill, 1 - share);
    return profit;
  }

  #enter(fill: TripFill, share: number): void {
    this.#book(fill, share);
    this.#entered += fill.price * fill.amount * share;
  }

  #book({isBuy, price, amount, fee}: TripFill, share: number): void {
    const value = price * amount * share;
    this.#cash += (isBuy ? -value : value) - fee * share;
  }
}
