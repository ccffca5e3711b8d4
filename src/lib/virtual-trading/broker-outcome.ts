/** What the broker answers, as plain data: exact numbers as decimal text, times in epoch milliseconds. */
import {toText} from "../core/decimal.js";
import type {LiquiditySide, OrderSide} from "../vocabulary/order.js";
import type {FillOutcome, Outcome, Venue} from "./matching/venue.js";
import {remaining, type WorkingOrder} from "./order.js";
import {type Reason, reasonSentence} from "./rejection.js";

interface OfOrder {
  readonly instrument: string;
  readonly orderId: string;
  readonly time: number;
}

export type BrokerOutcome = OrderChange | OrderRefusal | OrderFill | OrderEnd | PositionChange;

export interface OrderChange extends OfOrder {
  readonly kind: "accepted" | "triggered" | "amended";
  readonly side: OrderSide;
  readonly amount: string;
  readonly limit: number | null;
  readonly stop: number | null;
}

export interface OrderRefusal extends OfOrder {
  readonly kind: "rejected" | "refused";
  /** `rejected`: the order is dead. `refused`: a cancel or a change was not done, the order is as it was. */
  readonly code: Reason;
  readonly message: string;
}

export interface OrderFill extends OfOrder {
  readonly kind: "filled";
  readonly side: OrderSide;
  readonly price: string;
  readonly amount: string;
  readonly fee: string;
  readonly feeIn: "quote" | "base";
  readonly liquidity: LiquiditySide;
  readonly remaining: string;
}

export interface OrderEnd extends OfOrder {
  readonly kind: "canceled" | "expired";
  readonly code: Reason;
  readonly message: string;
  readonly filled: string;
  readonly remaining: string;
}

export interface PositionChange {
  readonly kind: "position";
  readonly instrument: string;
  readonly time: number;
  /** Signed base units. */
  readonly amount: string;
  readonly averagePrice: string | null;
  /** After fees, in quote units. */
  readonly realizedProfit: string;
  readonly cash: string;
}

export function refusal(kind: OrderRefusal["kind"], at: OfOrder, code: Reason): OrderRefusal {
  return {kind, ...at, code, message: reasonSentence(code)};
}

/** The outcome of the matching core in the broker's words. */
export function brokerOutcome(venue: Venue, outcome: Outcome): BrokerOutcome {
  const instrument = venue.instrument.symbol;
  const {orderId, time} = outcome;
  const at = {instrument, orderId, time};
  switch (outcome.kind) {
    case "filled":
      return fillOf(at, outcome);
    case "rejected":
      return refusal("rejected", at, outcome.reason);
    case "canceled":
    case "expired":
      return endOf(at, {kind: outcome.kind, reason: outcome.reason}, venue.orders.get(orderId));
    case "accepted":
    case "triggered":
    case "amended":
      return changeOf(at, outcome.kind, venue.orders.get(orderId));
  }
}

function fillOf(at: OfOrder, fill: FillOutcome): OrderFill {
  return {
    kind: "filled",
    ...at,
    side: fill.side,
    price: toText(fill.price),
    amount: toText(fill.amount),
    fee: toText(fill.fee),
    feeIn: fill.feeIn,
    liquidity: fill.liquidity,
    remaining: toText(fill.remaining)
  };
}

function endOf(
  at: OfOrder,
  {kind, reason}: {readonly kind: OrderEnd["kind"]; readonly reason: Reason},
  order: WorkingOrder | undefined
): OrderEnd {
  return {
    kind,
    ...at,
    code: reason,
    message: reasonSentence(reason),
    filled: order === undefined ? "0" : toText(order.filled),
    remaining: order === undefined ? "0" : toText(remaining(order))
  };
}

function changeOf(at: OfOrder, kind: OrderChange["kind"], order: WorkingOrder | undefined): OrderChange {
  return {
    kind,
    ...at,
    side: order?.side ?? "buy",
    amount: order === undefined ? "0" : toText(order.amount),
    limit: order?.limit ?? null,
    stop: order?.stop ?? null
  };
}
