/**
 * Double-entry book-keeping in exact decimals. Every posting moves value between accounts and sums to zero in each
 * unit, so the books reconcile to the last unit at any moment. Cash, position cost, fees, funding and realised profit
 * are accounts like any other; nothing is ever set, only posted.
 */
import {assert} from "../core/assert.js";
import {add, type Decimal, sign, toText, ZERO} from "../core/decimal.js";

/**
 * Quote unit: `cash`, `fees`, `funding`, `profit` (gains are credits, below zero), `capital`, and `cost:SYMBOL`.
 * Base unit of a symbol: `holding:SYMBOL`, `market:SYMBOL` (what the market has given or taken) and `base-fees:SYMBOL`.
 */
export type LedgerAccount =
  | "cash"
  | "fees"
  | "funding"
  | "profit"
  | "capital"
  | `cost:${string}`
  | `holding:${string}`
  | `market:${string}`
  | `base-fees:${string}`;

export interface PostingLine {
  readonly account: LedgerAccount;
  readonly amount: Decimal;
}

export interface Ledger {
  readonly balances: Map<LedgerAccount, Decimal>;
  /** How many postings were made. */
  postings: number;
}

export function createLedger(): Ledger {
  return {balances: new Map(), postings: 0};
}

export function balance(ledger: Ledger, account: LedgerAccount): Decimal {
  return ledger.balances.get(account) ?? ZERO;
}

/** @throws InvariantError when the lines do not sum to zero in every unit; nothing is posted then. */
export function post(ledger: Ledger, lines: readonly PostingLine[]): void {
  const sums = unitSums(lines.map((line) => [line.account, line.amount] as const));
  for (const [unit, sum] of sums) assert(sign(sum) === 0, () => `a posting is off by ${toText(sum)} in ${unit}`);
  for (const {account, amount} of lines) {
    if (sign(amount) !== 0) ledger.balances.set(account, add(balance(ledger, account), amount));
  }
  ledger.postings += 1;
}

/** What does not balance: a sum for each unit, empty when the books reconcile. */
export function imbalance(ledger: Ledger): ReadonlyMap<string, Decimal> {
  const sums = unitSums([...ledger.balances]);
  for (const [unit, sum] of sums) if (sign(sum) === 0) sums.delete(unit);
  return sums;
}

function unitSums(lines: readonly (readonly [LedgerAccount, Decimal])[]): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const [account, amount] of lines) {
    const unit = unitOf(account);
    sums.set(unit, add(sums.get(unit) ?? ZERO, amount));
  }
  return sums;
}

function unitOf(account: LedgerAccount): string {
  const colon = account.indexOf(":");
  return colon < 0 || account.startsWith("cost:") ? "quote" : account.slice(colon + 1);
}
