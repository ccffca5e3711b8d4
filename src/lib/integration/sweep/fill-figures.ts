/**
 * What a trial's fills say of its trades: the same from either path. Amounts are exact, so that flat is flat; profits
 * are numbers.
 */
import {add, type Decimal, negate, parseDecimal, sign, toNumber, ZERO} from "../../core/decimal.js";

export interface TrialFill {
  readonly time: number;
  readonly instrument: string;
  readonly side: "buy" | "sell";
  /** Decimal text. */
  readonly price: string;
  readonly amount: string;
  readonly fee: string;
}

interface Held {
  position: Decimal;
  /** Value bought or sold into the trade, and the cash it has brought so far, fees taken off. */
  entered: number;
  cash: number;
}

/** Profit of each round trip, flat to flat, over the value entered, after fees. @param fills in order of time */
export function tradeReturns(fills: readonly TrialFill[]): readonly number[] {
  const held = new Map<string, Held>();
  const closed: number[] = [];
  for (const fill of fills) {
    const trade = held.get(fill.instrument) ?? {position: ZERO, entered: 0, cash: 0};
    held.set(fill.instrument, trade);
    const amount = signedAmount(fill);
    if (sign(trade.position) !== 0 && sign(trade.position) !== sign(amount)) {
      const after = add(trade.position, amount);
      const isReversed = sign(after) === sign(amount);
      // Of a fill that closes one trade and opens the next, each gets its share of the fee.
      const share = isReversed ? Math.abs(toNumber(trade.position) / toNumber(amount)) : 1;
      book(trade, {fill, amount, share});
      if (sign(after) !== 0 && !isReversed) {
        trade.position = after;
        continue;
      }
      closed.push(trade.cash / trade.entered);
      Object.assign(trade, {position: ZERO, entered: 0, cash: 0});
      if (isReversed) enter(trade, {fill, amount: after, share: 1 - share});
    } else enter(trade, {fill, amount, share: 1});
  }
  return closed;
}

interface Booking {
  readonly fill: TrialFill;
  readonly amount: Decimal;
  /** Of the whole fill. */
  readonly share: number;
}

function enter(trade: Held, booking: Booking): void {
  book(trade, booking);
  trade.entered += Number(booking.fill.price) * Number(booking.fill.amount) * booking.share;
  trade.position = add(trade.position, booking.amount);
}

function book(trade: Held, {fill, share}: Booking): void {
  const value = Number(fill.price) * Number(fill.amount) * share;
  trade.cash += (fill.side === "sell" ? value : -value) - Number(fill.fee) * share;
}

function signedAmount({side, amount}: TrialFill): Decimal {
  return side === "buy" ? parseDecimal(amount) : negate(parseDecimal(amount));
}
