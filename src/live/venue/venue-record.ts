/** Our own record of what we did at a venue, in the words that the desk and the reconciliation share. */
import {
  absolute,
  add,
  compare,
  type Decimal,
  multiply,
  negate,
  parseDecimal,
  sign,
  ZERO
} from "../../lib/core/decimal.js";
import type {OrderSide} from "../../lib/vocabulary/order.js";
import type {VenueFill, VenueOrder} from "./venue.js";

export type RecordedState = "intended" | "open" | "filled" | "canceled" | "refused" | "withheld";

export interface RecordedOrder {
  readonly orderId: string;
  readonly instrument: string;
  readonly wish: VenueOrder;
  readonly state: RecordedState;
  /** Why it was refused or withheld; null otherwise. */
  readonly reason: string | null;
  readonly venueOrderId: string | null;
  readonly filled: string;
  /** Epoch milliseconds by the venue's clock. */
  readonly intendedAt: number;
}

export interface RecordedFill extends VenueFill {
  readonly clientOrderId: string;
}

/** May still do something at the venue, as far as we know. */
export function isAtWork({state}: RecordedOrder): boolean {
  return state === "intended" || state === "open";
}

/** What we hold of a symbol by our fills there, before fees; below zero when more was sold than bought. */
export function netAmount(fills: readonly Pick<VenueFill, "symbol" | "side" | "amount">[], symbol: string): Decimal {
  return fills
    .filter((fill) => fill.symbol === symbol)
    .reduce((sum, {side, amount}) => add(sum, signed(side, parseDecimal(amount))), ZERO);
}

/** Balances by asset that the opening ones and our fills make. */
export function expectedBalances(
  openings: ReadonlyMap<string, string>,
  fills: readonly VenueFill[]
): ReadonlyMap<string, Decimal> {
  const balances = new Map([...openings].map(([asset, text]) => [asset, parseDecimal(text)]));
  const book = (asset: string, amount: Decimal) => balances.set(asset, add(balances.get(asset) ?? ZERO, amount));
  for (const {symbol, side, price, amount, fee, feeAsset} of fills) {
    const [base = "", quote = ""] = symbol.split("/");
    const traded = signed(side, parseDecimal(amount));
    book(base, traded);
    book(quote, negate(multiply(traded, parseDecimal(price))));
    if (feeAsset !== "") book(feeAsset, negate(parseDecimal(fee)));
  }
  return balances;
}

/** True for an order that makes what we hold there smaller and does not turn it round. */
export function isReducing(held: Decimal, {side, amount}: Pick<VenueOrder, "side" | "amount">): boolean {
  const change = signed(side, parseDecimal(amount));
  return sign(held) !== 0 && sign(held) !== sign(change) && compare(absolute(change), absolute(held)) <= 0;
}

function signed(side: OrderSide, amount: Decimal): Decimal {
  return side === "buy" ? amount : negate(amount);
}
