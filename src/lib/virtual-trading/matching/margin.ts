/**
 * Cross margin of linear positions: what may be opened, and at what price a position is closed by force. Valuations are
 * float64; what is booked is exact.
 *
 * Equity E = cash + sum q p over all positions (cash as the ledger has it: what positions cost is taken off). A fill may
 * open or enlarge only while sum |q| p <= leverage x E after it. A position is liquidated when E < maintenance x
 * sum |q| p. For one instrument of amount q, with C the cash and value of everything else and O its gross value, that is
 * reached at p* = (m O - C) / (q - m |q|).
 */
import {absolute, add, compare, type Decimal, multiply, sign, subtract, toNumber} from "../../core/decimal.js";
import type {OrderSide} from "../../vocabulary/order.js";
import {cashOf, holdingOf} from "../portfolio.js";
import type {Venue} from "./venue.js";

/** The account without one instrument, in quote units. */
interface Rest {
  /** Cash, and the signed value of the other positions. */
  readonly value: number;
  readonly gross: number;
}

/** The other positions count at their last prices. */
function restOf(venue: Venue): Rest {
  let value = toNumber(cashOf(venue.portfolio));
  let gross = 0;
  for (const peer of venue.peers) {
    if (peer === venue) continue;
    const worth = toNumber(holdingOf(venue.portfolio, peer.instrument.symbol)) * (peer.last ?? 0);
    value += worth;
    gross += Math.abs(worth);
  }
  return {value, gross};
}

/** The price at which the position is liquidated; null without margin terms, without a position, or if no price does. */
export function liquidationPrice(venue: Venue): number | null {
  if (venue.margin === null) return null;
  const amount = toNumber(holdingOf(venue.portfolio, venue.instrument.symbol));
  if (amount === 0) return null;
  const {maintenance} = venue.margin;
  const rest = restOf(venue);
  const price = (maintenance * rest.gross - rest.value) / (amount - maintenance * Math.abs(amount));
  return price > 0 ? price : null;
}

export interface MarginFill {
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly amount: Decimal;
  /** Quote units. */
  readonly fee: Decimal;
}

/**
 * What of a fill the margin allows: all of it, only the part that closes a position, or nothing.
 * @returns base units
 */
export function marginAllows(venue: Venue, fill: MarginFill): Decimal {
  if (venue.margin === null) return fill.amount;
  const held = holdingOf(venue.portfolio, venue.instrument.symbol);
  const after = fill.side === "buy" ? add(held, fill.amount) : subtract(held, fill.amount);
  const isClosing = sign(held) !== 0 && sign(held) !== (fill.side === "buy" ? 1 : -1);
  if (isClosing && compare(fill.amount, absolute(held)) <= 0) return fill.amount;
  const price = toNumber(fill.price);
  const rest = restOf(venue);
  const paid = toNumber(multiply(fill.price, fill.amount)) * (fill.side === "buy" ? 1 : -1);
  const equity = rest.value - paid - toNumber(fill.fee) + toNumber(after) * price;
  const gross = rest.gross + Math.abs(toNumber(after)) * price;
  if (gross <= venue.margin.leverage * equity) return fill.amount;
  return isClosing ? absolute(held) : subtract(fill.amount, fill.amount);
}
