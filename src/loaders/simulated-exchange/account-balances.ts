/** What an account at the simulated exchange holds, free and locked by its open orders. */
import {add, compare, type Decimal, subtract, ZERO} from "../../lib/core/decimal.js";

export interface Balance {
  readonly free: Decimal;
  readonly locked: Decimal;
}

const NOTHING: Balance = {free: ZERO, locked: ZERO};

export class AccountBalances {
  readonly #balances = new Map<string, Balance>();

  constructor(opening: Readonly<Record<string, Decimal>>) {
    for (const [asset, free] of Object.entries(opening)) this.#balances.set(asset, {free, locked: ZERO});
  }

  entries(): readonly (readonly [string, Balance])[] {
    return [...this.#balances].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  hasFree(asset: string, amount: Decimal): boolean {
    return compare(this.of(asset).free, amount) >= 0;
  }

  of(asset: string): Balance {
    return this.#balances.get(asset) ?? NOTHING;
  }

  /** A negative amount takes away. */
  credit(asset: string, amount: Decimal): void {
    const {free, locked} = this.of(asset);
    this.#balances.set(asset, {free: add(free, amount), locked});
  }

  /** A negative amount sets free again. */
  lock(asset: string, amount: Decimal): void {
    const {free, locked} = this.of(asset);
    this.#balances.set(asset, {free: subtract(free, amount), locked: add(locked, amount)});
  }
}
