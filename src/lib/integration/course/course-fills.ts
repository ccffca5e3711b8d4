/** A run's fills as its figures and its digest read them, whatever they are kept as. */
import {add, type Decimal, negate, parseDecimal, toNumber, ZERO} from "../../core/decimal.js";
import type {RunningHash} from "../../core/hash.js";
import {RoundTrip} from "./round-trip.js";

export interface CourseFills {
  readonly count: number;
  /** Quote units, added up in order of time. */
  readonly fees: number;
  /** Profit of each round trip, flat to flat, over the value entered, after fees. */
  tradeReturns(): readonly number[];
  /** A line a fill: time, instrument, side, price, amount and fee, numbers as shortest decimal text. */
  writeTo(hash: RunningHash): void;
}

export interface TextFill {
  readonly time: number;
  readonly instrument: string;
  readonly side: "buy" | "sell";
  /** Decimal text. */
  readonly price: string;
  readonly amount: string;
  readonly fee: string;
}

/** @param fills in order of time */
export function textFills(fills: readonly TextFill[]): CourseFills {
  return {
    count: fills.length,
    fees: fills.reduce((sum, {fee}) => sum + Number(fee), 0),
    tradeReturns: () => tradeReturns(fills),
    writeTo: (hash) => {
      const encoder = new TextEncoder();
      for (const {time, instrument, side, price, amount, fee} of fills)
        hash.update(encoder.encode(`${time} ${instrument} ${side} ${price} ${amount} ${fee}\n`));
    }
  };
}

/** Positions are exact, so that flat is flat; profits are numbers. */
function tradeReturns(fills: readonly TextFill[]): readonly number[] {
  const trips = new Map<string, {readonly trip: RoundTrip; position: Decimal}>();
  const closed: number[] = [];
  for (const fill of fills) {
    const held = trips.get(fill.instrument) ?? {trip: new RoundTrip(), position: ZERO};
    trips.set(fill.instrument, held);
    const isBuy = fill.side === "buy";
    const amount = parseDecimal(fill.amount);
    const before = toNumber(held.position);
    held.position = add(held.position, isBuy ? amount : negate(amount));
    const numbers = {isBuy, amount: Number(fill.amount), price: Number(fill.price), fee: Number(fill.fee)};
    const profit = held.trip.take(numbers, {before, after: toNumber(held.position)});
    if (profit !== null) closed.push(profit);
  }
  return closed;
}
